package import MLOpsCore

/// What the ledger says of targets at one moment.
package struct DeploymentStanding: Hashable, Sendable {
    /// The newest that went live, of each pipeline that has one.
    package let live: [Deployment]
    /// Those that are under way: a target may lead to what they replace, or to what they bring.
    package let open: [Deployment]

    package init(live: [Deployment], open: [Deployment] = []) {
        self.live = live
        self.open = open
    }

    /// The part that is about one pipeline.
    package func of(_ pipeline: PipelineName) -> DeploymentStanding {
        DeploymentStanding(
            live: live.filter { $0.pipeline == pipeline }, open: open.filter { $0.pipeline == pipeline })
    }
}
