/// What labels that came late said of estimates that were made before, and how that corrects those whose labels are still to come.
///
/// An estimate takes for granted that labels mean what they meant in the reference. Whether they still do, windows tell whose labels
/// came since (``EstimateDrift``). A move in windows that no label of is known yet stays unseen.
package struct LateLabels: Sendable, Hashable {
    private let drifts: [String: EstimateDrift]

    /// - Parameter misses: Of each metric by its name, in the order of the windows.
    package init(_ misses: [String: [EstimateMiss]]) { drifts = misses.compactMapValues { EstimateDrift($0) } }

    /// - Parameter window: The place in time, as of the misses.
    /// - Returns: The estimate as it was where no drift is known, and where it is certain.
    package func corrected(_ estimate: EstimatedFigure, of window: Int64) -> PerformanceFigure {
        guard let value = estimate.figure.value, estimate.error > 0,
            let shift = drifts[estimate.name]?.shift(of: window)
        else { return estimate.figure }
        let range = estimate.range
        return .normal(
            min(range.upperBound, max(range.lowerBound, value + shift.mean)),
            error: (estimate.error * estimate.error + shift.variance).squareRoot(), in: range)
    }
}
