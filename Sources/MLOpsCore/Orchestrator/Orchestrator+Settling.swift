import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Lets everything follow that has to: slots pass, latches lapse, triggers fire, requests start.
    mutating func settle(_ turn: inout Turn) {
        while turn.judgements < turn.judged.count {
            let pipeline = turn.judged[turn.judgements]
            turn.judgements += 1
            judge(pipeline, &turn)
            pipelines[pipeline].marks.remove(.judged)
        }
        admitRequests(&turn)
    }

    private mutating func judge(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        endPause(of: pipeline, &turn)
        limitRunTimes(of: pipeline, &turn)
        endBackoffs(of: pipeline, &turn)
        pipelines[pipeline].triggersDue = nil
        guard let prepared = pipelines[pipeline].definition, pipelines[pipeline].state.pause == nil else { return }
        sweepIfDue(prepared, of: pipeline, &turn)
        var due: Instant?
        for trigger in prepared.firingTriggers where holdsEvidence(trigger, pipelines[pipeline].state) {
            lapse(trigger, prepared.definition, of: pipeline, &turn)
            fireIfTrue(trigger, prepared.definition, of: pipeline, &turn)
            due = .earlier(due, dueTime(of: trigger, pipelines[pipeline].state, at: turn.now))
        }
        pipelines[pipeline].triggersDue = due
    }

    /// A trigger fires for evidence: what is true without any, such as `not`, only permits.
    func holdsEvidence(_ trigger: TriggerDefinition, _ state: PipelineState) -> Bool {
        trigger.operands.contains { state.operands[$0.path]?.latch != nil }
    }

    private mutating func endPause(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let until = pipelines[pipeline].state.pause?.until, until <= turn.now.wall else { return }
        resume(pipeline, catchUp: false, &turn)
    }

    /// Which definition the pipeline is under, after one of the two changed.
    mutating func findDefinition(of pipeline: PipelineIndex) {
        let state = pipelines[pipeline].state
        pipelines[pipeline].definition = state.disabled == nil ? state.definition.flatMap { definitions[$0] } : nil
        pipelines[pipeline].nextOccurrence = .distantPast
    }
}
