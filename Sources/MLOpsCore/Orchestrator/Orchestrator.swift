package import MLOpsSchedule
import OrderedCollections

/// Decides. State, event and time go in; mutations to commit, commands to perform and words for people come out.
///
/// It is a value, synchronous and without effects, so the same events at the same times always lead to the same
/// decisions. The event loop owns the only one; readers get copies.
package struct Orchestrator: Sendable {
    var host = HostPolicy()
    /// In force and pinned, by id.
    var definitions: OrderedDictionary<String, PipelineDefinition> = [:]
    var pipelines: OrderedDictionary<PipelineName, PipelineState> = [:]
    /// Not ended, by id.
    var runs: OrderedDictionary<RunID, Run> = [:]
    /// Intended and without an end.
    var openDeployments: OrderedDictionary<DeploymentID, Deployment> = [:]
    var counters = Counters()
    /// When each pipeline must be looked at again without any event.
    var due: OrderedDictionary<PipelineName, Instant> = [:]
    /// The time of the last event, to notice that the clock was set.
    var lastMoment: Moment?

    package init() {}

    package init(restoring snapshot: Snapshot) {
        counters = snapshot.counters
        for state in snapshot.pipelines { pipelines[state.name] = state }
        for run in snapshot.activeRuns { runs[run.id] = run }
        for deployment in snapshot.openDeployments { openDeployments[deployment.id] = deployment }
    }

    /// Forgets decisions that could not be committed: the record is the state, the definitions stay in force.
    package mutating func reset(to snapshot: Snapshot) {
        let (host, definitions) = (host, definitions)
        self = Orchestrator(restoring: snapshot)
        self.host = host
        self.definitions = definitions
        for name in pipelines.keys { due[name] = Instant(microseconds: 0) }
    }

    /// Takes one event into account.
    package mutating func handle(_ event: Event, at now: Moment) -> Decision {
        var turn = Turn(now: now)
        let countersBefore = counters
        noticeClockChange(&turn)
        apply(event, &turn)
        settle(&turn)
        for name in turn.touched {
            guard let state = pipelines[name] else { continue }
            turn.record(.putPipeline(state))
            due[name] = nextDue(of: state, at: now)
        }
        if counters != countersBefore { turn.record(.putCounters(counters)) }
        return turn.decision
    }

    /// The time at which `Event.ticked` can change something, if no other event comes before.
    package var nextDue: Instant? { due.values.min() }

    private mutating func apply(_ event: Event, _ turn: inout Turn) {
        switch event {
        case .booted(let observations): recover(observations, &turn)
        case .configured(let configured): configure(configured, &turn)
        case .ticked: touchDue(&turn)
        case .filesReady(let pipeline, let dataset, let files): filesReady(files, of: dataset, in: pipeline, &turn)
        case .filesObserved(let pipeline, let dataset, let files):
            filesObserved(files, of: dataset, in: pipeline, &turn)
        case .datasetUnavailable(let pipeline, let dataset, let reason):
            datasetChanged(dataset, of: pipeline, unavailable: reason, &turn)
        case .codeObserved(let pipeline, let digest, let summary):
            codeObserved(digest, summary: summary, of: pipeline, &turn)
        case .demanded(let demand): turn.decision.reply = answer(demand, &turn)
        default: applyToRun(event, &turn)
        }
    }

    private mutating func applyToRun(_ event: Event, _ turn: inout Turn) {
        switch event {
        case .manifestFrozen(let run, let summary): manifestFrozen(run, summary, &turn)
        case .manifestFailed(let run, let reason): fail(run, in: .freezing, reason, &turn)
        case .attemptStarted(let attempt): attemptStarted(attempt, &turn)
        case .attemptEnded(let attempt, let end): attemptEnded(attempt, end, &turn)
        case .outputsCollected(let run, let candidate, let taints): outputsCollected(run, candidate, taints, &turn)
        case .outputsRejected(let run, let reason): fail(run, in: .collecting, reason, &turn)
        case .modelStored(let run): modelStored(run, &turn)
        case .modelStoreFailed(let run, let reason): fail(run, in: .registering, reason, &turn)
        case .targetSwitched(let deployment): targetSwitched(deployment, &turn)
        case .targetSwitchFailed(let deployment, let reason): targetSwitchFailed(deployment, reason, &turn)
        default: break
        }
    }

    private mutating func touchDue(_ turn: inout Turn) {
        for (name, instant) in due where instant <= turn.now.wall { turn.touch(name) }
    }

    /// Durations are kept by the boot clock and due times by the wall clock: when the two part, all due times are stale.
    private mutating func noticeClockChange(_ turn: inout Turn) {
        defer { lastMoment = turn.now }
        guard let last = lastMoment, last.boot == turn.now.boot else { return }
        let wall = turn.now.wall.microseconds - last.wall.microseconds
        let uptime = turn.now.uptime - last.uptime
        guard abs(wall - uptime) > 1_000_000 else { return }
        for name in pipelines.keys { turn.touch(name) }
    }
}

extension Orchestrator {
    package func state(of pipeline: PipelineName) -> PipelineState? { pipelines[pipeline] }
    package var pipelineStates: [PipelineState] { Array(pipelines.values) }
    /// Oldest first.
    package var activeRuns: [Run] { Array(runs.values) }

    /// The definition that the pipeline is under at present; nil when its file is gone or invalid.
    package func definition(of pipeline: PipelineName) -> PipelineDefinition? {
        pipelines[pipeline].flatMap { usableDefinition(of: $0) }
    }
}

extension Orchestrator {
    package func latch(_ operand: String, of pipeline: PipelineName) -> Latch? {
        pipelines[pipeline]?.operands[operand]?.latch
    }
}
