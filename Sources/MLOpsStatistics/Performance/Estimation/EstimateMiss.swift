/// By how much the estimate of a metric of one window missed what its labels showed later.
package struct EstimateMiss: Sendable, Hashable {
    /// The place of the window in time, in windows.
    let window: Int64
    /// What was shown less what was estimated.
    let amount: Double
    /// What labels and refits make it vary by.
    let variance: Double

    /// - Parameters:
    ///   - estimated: Before any correction.
    ///   - error: Of the estimate, for labels of all rows (``EstimatedFigure/error``).
    ///   - labelled: The share of the rows that have labels: fewer show less.
    /// - Returns: nil for what is certain, and for what are no numbers.
    package init?(window: Int64, estimated: Double, error: Double, shown: Double, labelled: Double) {
        self.window = window
        amount = shown - estimated
        variance = error * error / min(1, labelled)
        guard variance > 0, variance.isFinite, (amount * amount / variance).isFinite else { return nil }
    }
}
