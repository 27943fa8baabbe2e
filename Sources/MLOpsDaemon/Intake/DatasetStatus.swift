package import MLOpsCore

/// How a dataset is watched at present.
package struct DatasetStatus: Sendable {
    package var pipeline: PipelineName
    package var dataset: DatasetName
    package var isPolling: Bool
    /// Why it is watched in a slower or less certain way than asked for.
    package var degraded: String?
    /// When it was last listed as a whole.
    package var lastScan: Moment?
    /// Files that are not known to be whole yet.
    package var settling: Int

    package init(
        pipeline: PipelineName, dataset: DatasetName, isPolling: Bool, degraded: String? = nil, lastScan: Moment? = nil,
        settling: Int = 0
    ) {
        self.pipeline = pipeline
        self.dataset = dataset
        self.isPolling = isPolling
        self.degraded = degraded
        self.lastScan = lastScan
        self.settling = settling
    }
}
