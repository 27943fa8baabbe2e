/// What became of the rows of predictions and labels.
package struct JoinValue: Codable, Sendable, Hashable {
    /// Kept predictions, and how many of them are labelled.
    package var predictions: Int64
    package var labelled: Int64
    /// Labels whose prediction has not come.
    package var early: Int64
    /// Rows that said again what was known.
    package var repeated: Int64
    /// Rows that said otherwise than an earlier one, in whose place they count.
    package var replaced: Int64
    /// Rows that could not be used.
    package var rejected: Int64
    /// Predictions of times that are not waited for any more.
    package var tooOld: Int64
    /// Labels whose prediction never came.
    package var orphaned: Int64

    package init(
        predictions: Int64 = 0, labelled: Int64 = 0, early: Int64 = 0, repeated: Int64 = 0, replaced: Int64 = 0,
        rejected: Int64 = 0, tooOld: Int64 = 0, orphaned: Int64 = 0
    ) {
        self.predictions = predictions
        self.labelled = labelled
        self.early = early
        self.repeated = repeated
        self.replaced = replaced
        self.rejected = rejected
        self.tooOld = tooOld
        self.orphaned = orphaned
    }
}
