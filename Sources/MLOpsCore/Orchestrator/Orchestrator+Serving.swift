extension Orchestrator {
    /// Has the champion served, if the definition in force says how.
    ///
    /// Where no definition is in force, what is served stays.
    func keepServing(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let plan = pipelines[pipeline].definition?.servicePlan,
            let champion = pipelines[pipeline].state.champion
        else { return }
        turn.perform(.keepServing(ServiceGoal(version: champion.version, plan: plan)))
    }
}
