package import MLOpsCore
import MLOpsSchedule
import OrderedCollections

/// An orchestrator on a clock of its own, with everything it decided so far.
package struct Scenario {
    package var orchestrator = Orchestrator()
    package var now: Moment
    package private(set) var mutations: [Mutation] = []
    package private(set) var commands: [Command] = []
    package private(set) var notices: [Notice] = []
    /// What is wrong with a version on probation.
    package var problem: String?
    /// What is measured of every candidate.
    package var measurements: [GateMeasurement] = []

    /// Starts on Monday 2026-11-23 00:00 UTC.
    package init(_ definitions: PipelineDefinition..., host: HostPolicy = HostPolicy()) {
        now = Moment(wall: Instant(seconds: 1_795_392_000), uptime: 1_000_000, boot: "boot-1")
        handle(.configured(Configured(pipelines: definitions, host: host)))
        handle(.booted([]))
    }

    @discardableResult
    package mutating func handle(_ event: Event) -> Decision {
        let decision = orchestrator.handle(event, at: now)
        mutations += decision.mutations
        commands += decision.commands
        notices += decision.notices
        return decision
    }

    /// Lets time go by, with every tick that falls due on the way.
    @discardableResult
    package mutating func wait(_ duration: Duration) -> [Decision] {
        var decisions: [Decision] = []
        let end = now.wall + duration
        while let due = orchestrator.nextDue, due <= end {
            advance(to: max(due, now.wall))
            decisions.append(handle(.ticked))
            if orchestrator.nextDue == due { break }
        }
        advance(to: end)
        decisions.append(handle(.ticked))
        return decisions
    }

    /// Time passes and nobody looks: the daemon was down or the machine asleep.
    package mutating func sleep(_ duration: Duration) { advance(to: now.wall + duration) }

    private mutating func advance(to wall: Instant) {
        now.uptime += wall.microseconds - now.wall.microseconds
        now.wall = wall
    }

    /// Makes files ready in a dataset.
    package mutating func deliver(
        _ count: Int = 1, to dataset: DatasetName, of pipeline: PipelineName, bytes: Int64 = 100, rows: Int64? = nil
    ) {
        let first = (orchestrator.state(of: pipeline)?.datasets[dataset]?.lastSequence ?? 0) + 1
        let files = (0..<Int64(count)).map { offset in
            FileRecord(
                path: Array("file-\(first + offset).csv".utf8), state: .ready,
                fingerprint: .init(
                    device: 1, inode: UInt64(first + offset), size: bytes, modifiedNanoseconds: 0,
                    changedNanoseconds: 0),
                rows: rows, sequence: first + offset, rung: .rename, observedAt: now.wall)
        }
        handle(.filesReady(pipeline, dataset, files))
    }

    package mutating func demand(_ verb: Demand.Verb) -> Reply? {
        handle(.demanded(Demand(verb, by: Actor(uid: 1000, name: "ada")))).reply
    }
}

extension Scenario {
    package func state(of pipeline: PipelineName) -> PipelineState? { orchestrator.state(of: pipeline) }
    package var activeRuns: [Run] { orchestrator.activeRuns }

    package func latch(_ operand: String, of pipeline: PipelineName) -> Latch? {
        state(of: pipeline)?.operands[operand]?.latch
    }

    package func drift(_ operand: String, of pipeline: PipelineName) -> DriftStatus? {
        state(of: pipeline)?.operands[operand]?.drift
    }

    package func performance(_ operand: String, of pipeline: PipelineName) -> PerformanceStatus? {
        state(of: pipeline)?.operands[operand]?.performance?.status
    }

    /// Ended runs with their outcomes, in the order in which they ended.
    package var outcomes: [Outcome] {
        mutations.compactMap { if case .putRun(let run) = $0 { run.phase.outcome } else { nil } }
    }

    /// The newest record of a run.
    package func run(_ number: Int64) -> Run? {
        mutations.reversed().lazy.compactMap { mutation -> Run? in
            if case .putRun(let run) = mutation, run.id.number == number { run.value } else { nil }
        }.first
    }

    package var decisions: [DecisionRecord] {
        mutations.compactMap { if case .addDecision(let record) = $0 { record } else { nil } }
    }

    package var startedAttempts: [AttemptID] {
        commands.compactMap { if case .startAttempt(let id, _, _, _) = $0 { id } else { nil } }
    }
}

extension Scenario {
    /// Answers every command that waits for an answer as a machine without faults does, until none is left.
    package mutating func completeRuns(
        exit: (AttemptID) -> AttemptEnd.Kind = { _ in .exited(code: 0) }, candidate: Candidate = .plain
    ) {
        while let command = takeCommand() { answer(command, exit: exit, candidate: candidate) }
    }

    package mutating func takeCommand() -> Command? { commands.isEmpty ? nil : commands.removeFirst() }

    package mutating func answer(
        _ command: Command, exit: (AttemptID) -> AttemptEnd.Kind = { _ in .exited(code: 0) },
        candidate: Candidate = .plain
    ) {
        switch command {
        case .freezeManifest(let run, _):
            handle(.manifestFrozen(run.id, ManifestSummary(files: 1, newFiles: 1, bytes: 100, digest: "m")))
        case .startAttempt(let attempt, _, _, _):
            handle(.attemptStarted(attempt))
            handle(.attemptEnded(attempt, AttemptEnd(kind: exit(attempt))))
        case .cancelAttempt(let attempt): handle(.attemptEnded(attempt, AttemptEnd(kind: .cancelled)))
        case .collectOutputs(let run, _): handle(.outputsCollected(run.id, candidate, taints: []))
        case .storeModel(let run, _, _): handle(.modelStored(run.id))
        case .judgeCandidate(let run, _, let champion):
            handle(.candidateJudged(run.id, against: champion, measurements))
        case .keepServing, .splitTraffic, .keepShadow, .endShadow: break
        case .watchDrift: break  // What arrives is judged when a test says so.
        case .switchTarget(let deployment): handle(.targetSwitched(deployment.id))
        case .proveTarget(let deployment): handle(.targetProven(deployment.id))
        case .probeLive(let deployment, let number):
            handle(.liveProbed(deployment.pipeline, deployment.id, number: number, problem: problem))
        case .restoreTarget(let deployment): handle(.targetRestored(deployment.id, doubt: nil))
        }
    }
}

extension Candidate {
    /// A model with `f1` 0.8.
    package static let plain = Candidate(digest: "abc", files: 1, bytes: 10, metrics: [Metric(name: "f1", value: 0.8)])

    package static func with(f1 value: Double) -> Candidate {
        Candidate(digest: "model-\(value)", files: 1, bytes: 10, metrics: [Metric(name: "f1", value: value)])
    }
}
