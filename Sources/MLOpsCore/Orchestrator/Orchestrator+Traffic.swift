/// A canary gets a share of the requests until its probation is over, then all of them or none.
///
/// The split is part of the state, and told anew at each start: whatever became of the file, the next one is right.
extension Orchestrator {
    /// What goes live without a canary's share gets all requests, also where the one before was still tried.
    mutating func splitTraffic(by deployment: Shared<Deployment>, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        let former = pipelines[pipeline].state.traffic
        let percent = deployment.hooks?.canary
        guard former != nil || percent != nil, let target = deployment.target ?? former?.target
        else { return }
        var split = TrafficSplit(target: target, stable: deployment.version)
        let isTried = pipelines[pipeline].state.probation?.deployment.id == deployment.id
        if isTried, let percent, let stable = former?.stable ?? deployment.replaced, stable != deployment.version {
            split.stable = stable
            split.canary = .init(version: deployment.version, percent: percent)
        }
        tell(split, pipeline, &turn)
    }

    /// The canary has stood its probation.
    mutating func endCanary(of version: ModelVersionID, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard var split = pipelines[pipeline].state.traffic, split.canary?.version == version else { return }
        split.stable = version
        split.canary = nil
        tell(split, pipeline, &turn)
    }

    /// The canary did harm; it gets nothing from now on, before it is taken back.
    mutating func dropCanary(of version: ModelVersionID, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard var split = pipelines[pipeline].state.traffic, split.canary?.version == version else { return }
        split.canary = nil
        tell(split, pipeline, &turn)
    }

    private mutating func tell(_ split: TrafficSplit, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        pipelines[pipeline].state.traffic = split
        change(pipeline, &turn)
        turn.perform(.splitTraffic(split))
    }

    func keepSplitting(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        if let split = pipelines[pipeline].state.traffic { turn.perform(.splitTraffic(split)) }
    }
}
