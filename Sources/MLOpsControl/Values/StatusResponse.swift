/// The answer of `GET /v1/status`: the screen one looks at first.
package struct StatusResponse: Codable, Sendable, Hashable {
    package var daemon: DaemonStatus
    /// Without those whose file is gone, unless something of theirs runs, waits or is live.
    package var pipelines: [PipelineSummary]
    /// Oldest first.
    package var activeRuns: [RunSummary]
    /// What is due next, soonest first; bounded.
    package var due: [TriggerSummary]
    /// The last runs that failed or were refused and were not followed by a success, newest first; bounded.
    package var failures: [RunSummary]
    /// Deployments of the last day that failed, without those of runs, which failed with them, and those that one of the
    /// same pipeline followed which went live, newest first; bounded; absent: the daemon does not tell.
    package var failedDeployments: [DeploymentSummary]?

    package init(
        daemon: DaemonStatus, pipelines: [PipelineSummary] = [], activeRuns: [RunSummary] = [],
        due: [TriggerSummary] = [], failures: [RunSummary] = [], failedDeployments: [DeploymentSummary]? = nil
    ) {
        self.daemon = daemon
        self.pipelines = pipelines
        self.activeRuns = activeRuns
        self.due = due
        self.failures = failures
        self.failedDeployments = failedDeployments
    }
}
