/// What the store gives back at start: everything that is not finished.
package struct Snapshot: Hashable, Sendable {
    package var counters: Counters
    package var pipelines: [PipelineState]
    package var activeRuns: [Run]
    /// Deployments whose switch was intended and has no end.
    package var openDeployments: [Deployment]
    /// The newest time in the record: the clock must not be earlier.
    package var newestRecord: Int64

    package init(
        counters: Counters = Counters(), pipelines: [PipelineState] = [], activeRuns: [Run] = [],
        openDeployments: [Deployment] = [], newestRecord: Int64 = 0
    ) {
        self.counters = counters
        self.pipelines = pipelines
        self.activeRuns = activeRuns
        self.openDeployments = openDeployments
        self.newestRecord = newestRecord
    }
}
