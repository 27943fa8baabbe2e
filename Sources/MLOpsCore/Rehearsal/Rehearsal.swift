import MLOpsSchedule
import OrderedCollections

/// A definition tried out on made-up evidence: an orchestrator of its own, on a clock of its own.
///
/// Runs take no time and succeed, and nothing is registered or deployed: what is tried is the decision to start. The
/// clock begins just before the first slot that is given, so that no other slot comes with it by accident.
package struct Rehearsal {
    let definition: PipelineDefinition
    var orchestrator = Orchestrator()
    var now: Moment
    /// The newest start, hold, suppression or rejection since the last evidence.
    private var decision: DecisionRecord?
    private var hasStarted = false
    private var changes = 0

    /// A Monday at midnight in UTC.
    private static let beginning = Instant(seconds: 1_767_571_200)
    /// A wait of years under a schedule of seconds must end as well.
    private static let longestWaitTicks = 100_000
    /// More files than any condition tells apart in practice, and few enough to be made up.
    private static let largestDelivery: Int64 = 1_000_000

    /// Returns what comes of the evidence of a test.
    ///
    /// Waits that follow evidence belong to it; only the decision about the last evidence counts.
    package static func perform(_ test: DecisionTest, on definition: PipelineDefinition) -> RehearsalResult {
        var rehearsal = Rehearsal(definition, for: test)
        for given in test.given {
            guard rehearsal.give(given) else { return rehearsal.impossible(given) }
        }
        return rehearsal.result
    }

    private init(_ definition: PipelineDefinition, for test: DecisionTest) {
        var definition = definition
        definition.gates = []
        definition.deployment = nil
        self.definition = definition
        now = Moment(wall: Self.beginning, uptime: 1_000_000, boot: "rehearsal")
        if test.given.contains(where: \.isDrift) { orchestrator = Self.withChampion(of: definition.name, at: now) }
        if case .slot(let name)? = test.given.first, let slot = nextSlot(of: name)?.slot {
            now.wall = slot - .seconds(1)
        }
        handle(.configured(Configured(pipelines: [definition])))
        handle(.booted([]))
        handle(.codeObserved(definition.name, digest: "code", summary: "as it is"))
    }

    /// Returns false when there can not be such evidence.
    private mutating func give(_ given: DecisionTest.Given) -> Bool {
        if case .wait(let duration) = given {
            wait(duration)
            return true
        }
        (decision, hasStarted) = (nil, false)
        switch given {
        case .slot(let name):
            guard let (slot, jitter) = nextSlot(of: name) else { return false }
            wait(slot + jitter - now.wall)
        case .newData(let dataset, let files, let bytes, let rows):
            handle(.filesReady(definition.name, dataset, delivery(dataset, files: files, bytes: bytes, rows: rows)))
        case .request:
            let demand = Demand.RunDemand(pipeline: definition.name)
            handle(.demanded(Demand(.run(demand), by: Actor(name: "test"))))
        case .pipelineChange:
            changes += 1
            handle(.codeObserved(definition.name, digest: "code \(changes)", summary: "changed by the test"))
        case .drift(let name):
            let operands = definition.firingTriggers.filter { $0.name == name }.flatMap(\.operands)
            for operand in operands { alarm(operand) }
        case .wait: break
        }
        return true
    }

    private mutating func alarm(_ operand: Operand) {
        guard case .drift(let drift) = operand.condition else { return }
        let last = orchestrator.state(of: definition.name)?.operands[operand.path]?.drift?.through ?? 0
        let window = DriftWindow(
            dataset: drift.dataset, firstSequence: last + 1, lastSequence: last + 1, files: 1, rows: drift.minSamples,
            reference: Self.champion(of: definition.name), state: .suspect, isAlarm: true, strength: 1, columns: [],
            isCalibrating: false)
        handle(
            .windowJudged(
                definition.name, WindowJudgement(operand: operand.path, window: window, figures: "{}", memory: [])))
    }

    private static func champion(of pipeline: PipelineName) -> ModelVersionID {
        ModelVersionID(pipeline: pipeline, number: 1)
    }

    /// There is no drift without training data to compare with.
    private static func withChampion(of pipeline: PipelineName, at now: Moment) -> Orchestrator {
        var state = PipelineState(name: pipeline)
        state.champion = .init(version: champion(of: pipeline), digest: "", metrics: [], promotedAt: now)
        state.lastVersion = 1
        return Orchestrator(restoring: Snapshot(pipelines: [state]))
    }

    private var result: RehearsalResult {
        let isPending = orchestrator.state(of: definition.name)?.requests.isEmpty == false
        let outcome: DecisionTest.Expectation = hasStarted ? .start : isPending ? .hold : .nothing
        let inaction = orchestrator.explainInaction(of: definition.name, trigger: nil, at: now)
        let explanations = hasStarted ? [] : (try? inaction.get()) ?? []  // Of a pipeline that was just configured.
        return RehearsalResult(
            outcome: outcome, reason: decision?.summary ?? "no trigger became true", explanations: explanations)
    }

    private func impossible(_ given: DecisionTest.Given) -> RehearsalResult {
        RehearsalResult(outcome: nil, reason: "the schedule has no slot any more", explanations: [])
    }
}

extension Rehearsal {
    /// Lets time go by, with every tick that falls due on the way.
    private mutating func wait(_ duration: Duration) {
        let end = now.wall + duration
        var ticks = 0
        while let due = orchestrator.nextDue, due <= end, ticks < Self.longestWaitTicks {
            advance(to: max(due, now.wall))
            handle(.ticked)
            if orchestrator.nextDue == due { break }
            ticks += 1
        }
        advance(to: end)
        handle(.ticked)
    }

    private mutating func advance(to wall: Instant) {
        now.uptime += wall.microseconds - now.wall.microseconds
        now.wall = wall
    }

    private func nextSlot(of name: TriggerName) -> (slot: Instant, jitter: Duration)? {
        let operands = definition.triggers.first { $0.name == name }?.operands ?? []
        let slots = operands.compactMap { operand -> (slot: Instant, jitter: Duration)? in
            guard case .schedule(let schedule) = operand.condition else { return nil }
            return schedule.expression.next(after: now.wall).map { ($0, schedule.jitter) }
        }
        return slots.min { $0.slot < $1.slot }
    }

    /// The files of a delivery: together they have the size and the rows, the first has what can not be divided.
    private func delivery(_ dataset: DatasetName, files: Int64, bytes: Int64, rows: Int64) -> [FileRecord] {
        let count = min(max(files, 1), Self.largestDelivery)
        let last = orchestrator.state(of: definition.name)?.datasets[dataset]?.lastSequence ?? 0
        return (0..<count).map { index in
            FileRecord(
                path: Array("file-\(last + index + 1)".utf8), state: .ready,
                fingerprint: .init(
                    device: 1, inode: UInt64(last + index + 1),
                    size: bytes / count + (index == 0 ? bytes % count : 0), modifiedNanoseconds: 0,
                    changedNanoseconds: 0),
                rows: rows / count + (index == 0 ? rows % count : 0), sequence: last + index + 1, rung: .rename,
                observedAt: now.wall)
        }
    }

    private mutating func handle(_ event: Event) {
        let turn = orchestrator.handle(event, at: now)
        for case .addDecision(let record) in turn.mutations {
            decision = record
            hasStarted = hasStarted || record.kind == .start
        }
        for command in turn.commands { answer(command) }
    }

    /// What a machine without faults answers, at once.
    private mutating func answer(_ command: Command) {
        switch command {
        case .freezeManifest(let run, _):
            handle(.manifestFrozen(run.id, ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "")))
        case .startAttempt(let attempt, _, _, _):
            handle(.attemptStarted(attempt))
            handle(.attemptEnded(attempt, AttemptEnd(kind: .exited(code: 0))))
        case .cancelAttempt(let attempt): handle(.attemptEnded(attempt, AttemptEnd(kind: .cancelled)))
        case .collectOutputs(let run, _):
            let none = Candidate(digest: nil, files: 0, bytes: 0, metrics: [])
            handle(.outputsCollected(run.id, none, taints: []))
        case .storeModel(let run, _, _): handle(.modelStored(run.id))
        case .judgeCandidate(let run, _, let champion): handle(.candidateJudged(run.id, against: champion, []))
        case .watchDrift, .keepServing, .splitTraffic, .keepShadow, .endShadow: break
        case .switchTarget(let deployment): handle(.targetSwitched(deployment.id))
        case .proveTarget(let deployment): handle(.targetProven(deployment.id))
        case .probeLive(let deployment, let number):
            handle(.liveProbed(deployment.pipeline, deployment.id, number: number, problem: nil))
        case .restoreTarget(let deployment): handle(.targetRestored(deployment.id, doubt: nil))
        }
    }
}
