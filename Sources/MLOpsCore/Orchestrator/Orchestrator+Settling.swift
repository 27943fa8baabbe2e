import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Evaluates what was touched until nothing more follows: slots pass, latches lapse, triggers fire, requests start.
    mutating func settle(_ turn: inout Turn) {
        var index = 0
        while index < turn.touched.count {
            evaluate(turn.touched[index], &turn)
            index += 1
        }
        admitRequests(&turn)
    }

    private mutating func evaluate(_ name: PipelineName, _ turn: inout Turn) {
        endPause(of: name, &turn)
        limitRunTimes(of: name, &turn)
        endBackoffs(of: name, &turn)
        guard let state = pipelines[name], let definition = usableDefinition(of: state), state.pause == nil else {
            return
        }
        for trigger in definition.firingTriggers {
            sweep(trigger, of: name, &turn)
            lapse(trigger, of: name, &turn)
            fireIfTrue(trigger, definition, &turn)
        }
    }

    /// The definition in force; nil when the pipeline's file is gone or invalid.
    func usableDefinition(of state: PipelineState) -> PipelineDefinition? {
        guard state.disabled == nil, let id = state.definition else { return nil }
        return definitions[id]
    }

    private mutating func endPause(of name: PipelineName, _ turn: inout Turn) {
        guard let until = pipelines[name]?.pause?.until, until <= turn.now.wall else { return }
        resume(name, catchUp: false, &turn)
    }
}
