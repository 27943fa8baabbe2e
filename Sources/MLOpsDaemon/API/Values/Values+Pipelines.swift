import MLOpsControl
import MLOpsCore
import MLOpsSchedule

/// A pipeline as the orchestrator sees it at one moment, taken out between two events.
struct PipelineView: Sendable {
    let state: PipelineState
    let definition: PipelineDefinition?
    let runs: [Run]
    let triggers: [TriggerView]

    struct TriggerView: Sendable {
        let definition: TriggerDefinition
        let explanation: Explanation
    }

    init(_ state: PipelineState, in orchestrator: borrowing Orchestrator, at now: Moment) {
        self.state = state
        let definition = orchestrator.definition(of: state.name)
        self.definition = definition
        runs = orchestrator.activeRuns.filter { $0.pipeline == state.name }
        var triggers: [TriggerView] = []
        for trigger in definition?.triggers ?? [] {
            triggers.append(
                TriggerView(definition: trigger, explanation: orchestrator.explain(trigger, state, at: now)))
        }
        self.triggers = triggers
    }
}

extension PipelineView {
    /// What the record is asked by.
    var names: (name: PipelineName, triggers: [TriggerName]) { (state.name, triggers.map(\.definition.name)) }
}

extension Inbox {
    /// All pipelines that were not forgotten, or one of them, as they are after the events sent so far.
    func pipelineViews(_ name: PipelineName? = nil) async throws(StoreError) -> [PipelineView] {
        try await inspect { orchestrator, now in
            var views: [PipelineView] = []
            for state in orchestrator.pipelineStates where !state.isForgotten && (name == nil || state.name == name) {
                views.append(PipelineView(state, in: orchestrator, at: now))
            }
            return views.sorted { $0.state.name < $1.state.name }
        }
    }
}

extension PipelineSummary {
    init(_ view: PipelineView, lastRun: MLOpsControl.RunSummary?, file: String?) {
        let state = view.state
        let next = view.triggers.filter(\.definition.firesAlone)
            .compactMap { trigger in trigger.explanation.next.map { ($0, trigger.definition.name) } }
            .min { $0.0 < $1.0 }
        self.init(
            name: state.name.text, description: view.definition?.description, file: file, state: State(view),
            stateReason: Self.reason(view), pause: state.pause.map(Pause.init),
            activeRuns: view.runs.map(\.id.description), pendingRequests: state.requests.count,
            consecutiveFailures: state.consecutiveFailures, lastRun: lastRun,
            lastSuccessAt: state.lastSuccess.map { Timestamp($0) },
            nextAt: state.pause == nil ? next.map { Timestamp($0.0) } : nil, nextTrigger: next?.1.text,
            champion: state.champion?.version.description,
            championSince: state.champion.map { Timestamp($0.promotedAt) }, approval: ApprovalValue(state))
    }

    private static func reason(_ view: PipelineView) -> String? {
        let state = view.state
        return state.disabled ?? state.pause.map { "paused by \($0.by.name)" + ($0.reason.map { ": \($0)" } ?? "") }
            ?? state.breaker?.reason ?? state.requests.first?.heldBecause
    }
}

extension ApprovalValue {
    /// nil: none waits for a person.
    init?(_ state: PipelineState) {
        let waiting = state.waitingForPerson
        guard let newest = waiting.last else { return nil }
        self.init(
            version: newest.version.description, since: Timestamp(newest.since), others: waiting.count - 1)
    }
}

extension PipelineSummary.State {
    init(_ view: PipelineView) {
        if view.state.disabled != nil {
            self = .disabled
        } else if !view.runs.isEmpty {
            self = .running
        } else if view.state.pause != nil {
            self = .paused
        } else if view.state.breaker != nil {
            self = .breakerOpen
        } else {
            self = view.state.requests.isEmpty ? .idle : .pending
        }
    }
}

extension PipelineSummary.Pause {
    init(_ pause: PipelineState.Pause) {
        self.init(
            since: Timestamp(pause.since), until: pause.until.map { Timestamp($0) }, by: ActorValue(pause.by),
            reason: pause.reason)
    }
}

extension TriggerSummary {
    init(_ view: PipelineView.TriggerView, of pipeline: PipelineView, lastAt: Instant?, lastRun: RunID?, now: Moment) {
        let next = pipeline.state.pause == nil ? view.explanation.next : nil
        self.init(
            pipeline: pipeline.state.name.text, trigger: view.definition.name.text, kind: Kind(view.definition),
            verdict: VerdictValue(view.explanation.verdict), text: view.explanation.text,
            nextAt: next.map { Timestamp($0) },
            leftSeconds: next.map { Double(($0 - now.wall).microseconds) / 1_000_000 },
            lastAt: lastAt.map { Timestamp($0) },
            passedSeconds: lastAt.map { Double((now.wall - $0).microseconds) / 1_000_000 },
            lastRun: lastRun?.description, missing: view.explanation.missing, firesAlone: view.definition.firesAlone)
    }
}

extension TriggerSummary.Kind {
    init(_ trigger: TriggerDefinition) {
        guard case .operand(let index) = trigger.expression, trigger.operands.indices.contains(index) else {
            self = .combination
            return
        }
        switch trigger.operands[index].condition {
        case .schedule: self = .schedule
        case .newData: self = .newData
        case .modelAge: self = .modelAge
        case .pipelineChange: self = .pipelineChange
        case .drift: self = .drift
        case .performance: self = .performance
        }
    }
}
