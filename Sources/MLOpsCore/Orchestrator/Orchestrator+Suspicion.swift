/// What is told of models that estimates alone speak against.
extension Orchestrator {
    /// An estimate that makes suspect starts nothing, so people have to hear of it.
    func tellOfSuspicion(
        _ status: PerformanceStatus, _ former: PerformanceStatus?, _ condition: PerformanceCondition,
        _ trigger: TriggerDefinition, _ turn: inout Turn
    ) {
        let isSuspect = status.estimate?.isSuspect == true
        guard isSuspect != (former?.estimate?.isSuspect == true) else { return }
        let finding = status.estimate?.finding(of: condition) ?? "no window is estimated any more"
        guard isSuspect else { return tellOfTrust(status.version, finding, trigger, &turn) }
        turn.tell(
            Notice(
                .modelSuspected, status.version.pipeline,
                "model \(status.version) is suspect, which starts no run: \(finding)", trigger: trigger.name,
                version: status.version))
    }

    func tellOfTrust(
        _ version: ModelVersionID, _ reason: String, _ trigger: TriggerDefinition, _ turn: inout Turn
    ) {
        turn.tell(
            Notice(
                .modelCleared, version.pipeline, "model \(version) is suspect no longer: \(reason)",
                trigger: trigger.name, version: version))
    }
}
