/// Enough new files are ready and no more are coming for the moment, or the oldest has waited too long.
package struct NewDataCondition: Hashable, Sendable {
    package var dataset: DatasetName
    package var minFiles: Int64
    package var minBytes: Int64
    /// Rows as the format counts them; 0: rows are not asked for.
    package var minRows: Int64
    package var quietPeriod: Duration
    /// The oldest ready file starts a run after this time even if files keep coming or the minimums are not met.
    package var maxWait: Duration?

    package init(
        dataset: DatasetName, minFiles: Int64 = 1, minBytes: Int64 = 0, minRows: Int64 = 0,
        quietPeriod: Duration = .seconds(30), maxWait: Duration? = .seconds(3600)
    ) {
        self.dataset = dataset
        self.minFiles = minFiles
        self.minBytes = minBytes
        self.minRows = minRows
        self.quietPeriod = quietPeriod
        self.maxWait = maxWait
    }
}
