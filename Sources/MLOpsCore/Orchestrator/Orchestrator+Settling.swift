import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Lets everything follow that has to: slots pass, latches lapse, triggers fire, requests start.
    mutating func settle(_ turn: inout Turn) {
        guard isRecovered else { return }
        var position = 0
        while position < judged.count {
            let pipeline = judged[position]
            judge(pipeline, &turn)
            pipelines[pipeline].marks.remove(.judged)
            position += 1
        }
        judged.empty()
        admitRequests(&turn)
    }

    private mutating func judge(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        endPause(of: pipeline, &turn)
        limitRunTimes(of: pipeline, &turn)
        endBackoffs(of: pipeline, &turn)
        watchProbation(of: pipeline, &turn)
        watchShadow(of: pipeline, &turn)
        pipelines[pipeline].triggersDue = nil
        guard let prepared = pipelines[pipeline].definition, pipelines[pipeline].state.pause == nil else { return }
        sweepIfDue(prepared, of: pipeline, &turn)
        var due: Instant?
        for trigger in prepared.firingTriggers {
            due = .earlier(due, judge(trigger, prepared, of: pipeline, &turn))
        }
        pipelines[pipeline].triggersDue = due
    }

    private mutating func endPause(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let pause = pipelines[pipeline].state.pause, let until = pause.until, until <= turn.now.wall else {
            return
        }
        resume(pipeline, catchUp: false, endingAt: until, &turn)
    }

    /// Which definition the pipeline is under, after one of the two changed.
    mutating func findDefinition(of pipeline: PipelineIndex) {
        let state = pipelines[pipeline].state
        pipelines[pipeline].definition = state.disabled == nil ? state.definition.flatMap { definitions[$0] } : nil
        pipelines[pipeline].nextOccurrence = .distantPast
    }
}
