package import MLOpsSchedule
import OrderedCollections

/// Decides.
///
/// State, event and time go in; mutations to commit, commands to perform and words for people come out.
///
/// It is a value, synchronous and without effects, so the same events at the same times always lead to the same
/// decisions. The event loop owns the only one; readers get copies. An event costs what it touches, however many
/// pipelines there are: everything that is looked up is kept where it is needed, and changed where it lies.
package struct Orchestrator: Sendable {
    var host = HostPolicy()
    /// In force and pinned, by id.
    var definitions: OrderedDictionary<String, PreparedDefinition> = [:]
    /// The names of `pipelines`, in the same order.
    var names: OrderedSet<PipelineName> = []
    var pipelines: [PipelineEntry] = []
    /// The pipelines of runs that have not ended, oldest first.
    var runOwners: OrderedDictionary<RunID, PipelineIndex> = [:]
    /// Intended and without an end.
    var openDeployments: OrderedDictionary<DeploymentID, Shared<Deployment>> = [:]
    /// Pipelines with a request that nothing but the host's limit keeps from starting.
    var contenders: OrderedSet<PipelineIndex> = []
    /// What the present turn has to do with, in the order in which it came to them; empty between turns.
    var touched: [PipelineIndex] = []
    /// Those of them whose triggers are still to be judged.
    var judged: [PipelineIndex] = []
    var counters = Counters()
    var dueTimes = DueTimes()
    /// False until it was told what became of the attempts of its unfinished runs: nothing may start before.
    var isRecovered = false
    /// The time of the last event, to notice that the clock was set.
    var lastMoment: Moment?

    package init() {}

    package init(restoring snapshot: Snapshot) {
        counters = snapshot.counters
        for state in snapshot.pipelines { addPipeline(state) }
        for run in snapshot.activeRuns {
            let owner = index(of: run.pipeline) ?? addPipeline(PipelineState(name: run.pipeline))
            runOwners[run.id] = owner
            pipelines[owner].runs.append(Shared(run))
        }
        for deployment in snapshot.openDeployments { openDeployments[deployment.id] = Shared(deployment) }
    }

    /// Forgets decisions that could not be committed: the record is the state, the definitions stay in force.
    package mutating func reset(to snapshot: Snapshot) {
        let (host, definitions, isRecovered) = (host, definitions, isRecovered)
        self = Orchestrator(restoring: snapshot)
        self.host = host
        self.isRecovered = isRecovered
        self.definitions = definitions
        for pipeline in pipelines.indices {
            findDefinition(of: pipeline)
            dueTimes.set(.distantPast, for: pipeline)
        }
    }

    /// Takes one event into account.
    package mutating func handle(_ event: Event, at now: Moment) -> Decision {
        var turn = Turn(now: now)
        let countersBefore = counters
        noticeClockChange(&turn)
        letTimePass(&turn)
        apply(event, &turn)
        settle(&turn)
        finish(&turn)
        if counters != countersBefore { turn.record(.putCounters(counters)) }
        return turn.takeDecision()
    }

    /// The time at which `Event.ticked` can change something, if no other event comes before.
    package var nextDue: Instant? { dueTimes.earliest }

    private mutating func apply(_ event: Event, _ turn: inout Turn) {
        switch event {
        case .booted(let observations): recover(observations, &turn)
        case .configured(let configured): configure(configured, &turn)
        case .ticked: break
        case .filesReady(let pipeline, let dataset, let files): filesReady(files, of: dataset, in: pipeline, &turn)
        case .filesObserved(let pipeline, let dataset, let files):
            filesObserved(files, of: dataset, in: pipeline, &turn)
        case .datasetUnavailable(let pipeline, let dataset, let reason):
            datasetChanged(dataset, of: pipeline, unavailable: reason, &turn)
        case .codeObserved(let pipeline, let digest, let summary):
            codeObserved(digest, summary: summary, of: pipeline, &turn)
        case .windowJudged(let pipeline, let judgement): windowJudged(judgement, in: pipeline, &turn)
        case .performanceJudged(let pipeline, let operand, let status):
            performanceJudged(status, by: operand, in: pipeline, &turn)
        case .referenceMissing(let pipeline, let dataset, let version, let reason):
            referenceMissing(version, of: dataset, in: pipeline, reason, &turn)
        case .requestsCounted(let pipeline, let deployment, let requests, let labels):
            requestsCounted(deployment, of: pipeline, requests, labels, &turn)
        case .shadowReported(let pipeline, let report): shadowReported(report, of: pipeline, &turn)
        case .modelsPruned(let pipeline, let versions): modelsPruned(versions, of: pipeline, &turn)
        case .registryDoubted(let doubt): registryDoubted(doubt, &turn)
        case .noticed(let notice): turn.tell(notice)
        case .demanded(let demand): turn.decision.reply = answer(demand, &turn)
        default: applyToRun(event, &turn)
        }
    }

    private mutating func applyToRun(_ event: Event, _ turn: inout Turn) {
        switch event {
        case .manifestFrozen(let run, let summary): manifestFrozen(run, summary, &turn)
        case .manifestFailed(let run, let reason): fail(run, in: .freezing, reason, &turn)
        case .inputsOutdated(let attempt): inputsOutdated(attempt, &turn)
        case .attemptStarted(let attempt): attemptStarted(attempt, &turn)
        case .attemptEnded(let attempt, let end): attemptEnded(attempt, end, &turn)
        case .outputsCollected(let run, let candidate, let taints): outputsCollected(run, candidate, taints, &turn)
        case .outputsRejected(let run, let reason): fail(run, in: .collecting, reason, &turn)
        case .modelStored(let run): modelStored(run, &turn)
        case .modelStoreFailed(let run, let reason): fail(run, in: .registering, reason, &turn)
        case .modelNumberTaken(let run, let version, let free): modelNumberTaken(run, version, free, &turn)
        case .candidateJudged(let run, let champion, let measurements):
            candidateJudged(run, against: champion, measurements, &turn)
        case .targetSwitched(let deployment): targetSwitched(deployment, &turn)
        case .targetSwitchFailed(let deployment, let reason): targetSwitchFailed(deployment, reason, &turn)
        case .targetProven(let deployment): targetProven(deployment, &turn)
        case .targetUnproven(let deployment, let reason): targetUnproven(deployment, reason, &turn)
        case .targetRestored(let deployment, let doubt): targetRestored(deployment, doubt, &turn)
        case .liveProbed(let pipeline, let deployment, let number, let problem):
            liveProbed(deployment, of: pipeline, number, problem, &turn)
        default: break
        }
    }

    /// Whatever the event is: what was due before it happens before it.
    private mutating func letTimePass(_ turn: inout Turn) {
        while let pipeline = dueTimes.takeDue(by: turn.now.wall) { judgeLater(pipeline, &turn) }
        if !judged.isEmpty { settle(&turn) }
    }

    /// Durations are kept by the boot clock and due times by the wall clock: when the two part, all due times are stale.
    private mutating func noticeClockChange(_ turn: inout Turn) {
        defer { lastMoment = turn.now }
        guard let last = lastMoment, last.boot == turn.now.boot else { return }
        let wall = turn.now.wall.microseconds - last.wall.microseconds
        let uptime = turn.now.uptime - last.uptime
        guard abs(wall - uptime) > 1_000_000 else { return }
        for pipeline in pipelines.indices {
            pipelines[pipeline].nextOccurrence = .distantPast
            judgeLater(pipeline, &turn)
        }
    }
}

extension Orchestrator {
    func index(of name: PipelineName) -> PipelineIndex? { names.firstIndex(of: name) }

    /// The same for what people ask: one that was forgotten is none.
    func known(_ name: PipelineName) -> PipelineIndex? {
        index(of: name).flatMap { pipelines[$0].state.isForgotten ? nil : $0 }
    }

    @discardableResult
    mutating func addPipeline(_ state: PipelineState) -> PipelineIndex {
        names.append(state.name)
        pipelines.append(PipelineEntry(state: state))
        return pipelines.count - 1
    }

    package func state(of pipeline: PipelineName) -> PipelineState? { index(of: pipeline).map { pipelines[$0].state } }
    /// What is live; mapped, because a chain with `?` copies the whole entry on the way.
    func champion(of pipeline: PipelineIndex) -> ModelVersionID? { pipelines[pipeline].state.champion.map(\.version) }

    package var pipelineStates: [PipelineState] { pipelines.map(\.state) }
    /// Oldest first.
    package var activeRuns: [Run] {
        runOwners.compactMap { id, pipeline in pipelines[pipeline].runs.first { $0.id == id }?.value }
    }

    package func activeRuns(of pipeline: PipelineName) -> [Run] {
        index(of: pipeline).map { pipelines[$0].runs.map(\.value) } ?? []
    }

    /// The definition that the pipeline is under at present; nil when its file is gone or invalid.
    package func definition(of pipeline: PipelineName) -> PipelineDefinition? {
        index(of: pipeline).flatMap { pipelines[$0].definition?.definition }
    }

    package func latch(_ operand: String, of pipeline: PipelineName) -> Latch? {
        state(of: pipeline)?.operands[operand]?.latch
    }
}
