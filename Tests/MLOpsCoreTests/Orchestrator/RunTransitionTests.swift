import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

/// Every phase of a run met by every event that can be about it: the table below is total.
@Suite struct `The phases of a run` {
    enum Phase: String, CaseIterable {
        case freezing, starting, running, backingOff, collecting, registering, judging, deploying, ended
    }

    enum Happening: String, CaseIterable {
        case manifestFrozen, manifestFailed, inputsOutdated, attemptStarted, attemptSucceeded, attemptFailed,
            attemptLost
        case olderAttemptEnded, outputsCollected, noModelCollected, outputsRejected, modelStored, modelStoreFailed
        case modelNumberTaken
        case candidateJudged, judgedAgainstAnother, targetSwitched, targetSwitchFailed, cancelled, timePassed
    }

    /// What becomes of the run; what is not listed changes nothing.
    static let table: [Phase: [Happening: String]] = [
        .freezing: [
            .manifestFrozen: "running", .manifestFailed: "failed", .cancelled: "cancelled", .timePassed: "cancelled",
        ],
        .starting: [
            .inputsOutdated: "freezing", .attemptStarted: "running", .attemptSucceeded: "collecting",
            .attemptFailed: "failed", .attemptLost: "running", .cancelled: "running", .timePassed: "running",
        ],
        .running: [
            .attemptSucceeded: "collecting", .attemptFailed: "failed", .attemptLost: "running", .cancelled: "running",
            .timePassed: "running",
        ],
        .backingOff: [.cancelled: "cancelled", .timePassed: "cancelled"],
        .collecting: [
            .outputsCollected: "registering", .noModelCollected: "succeeded", .outputsRejected: "failed",
            .cancelled: "collecting", .timePassed: "collecting",
        ],
        .registering: [.modelStored: "judging", .modelStoreFailed: "failed", .modelNumberTaken: "registering"],
        .judging: [.candidateJudged: "deploying", .judgedAgainstAnother: "judging"],
        .deploying: [.targetSwitched: "succeeded", .targetSwitchFailed: "failed"],
        .ended: [:],
    ]

    static let attempt = AttemptID(run: RunID(1), step: "train", number: 1)

    @Test(arguments: Phase.allCases, Happening.allCases)
    func `change as the table says and in no other way`(phase: Phase, happening: Happening) {
        var scenario = Self.scenario(in: phase)
        let before = scenario.activeRuns.first
        let decision = Self.happen(happening, to: &scenario)
        let recorded = decision.mutations.compactMap { if case .putRun(let run) = $0 { run.value } else { nil } }.last
        guard let expected = Self.table[phase]?[happening] else {
            #expect(recorded == nil)
            #expect(scenario.activeRuns.first == before)
            #expect(decision.commands == [])
            return
        }
        #expect(recorded.map(Self.word) == expected)
        let endsActive = !["failed", "cancelled", "succeeded"].contains(expected)
        #expect(scenario.activeRuns.isEmpty == !endsActive)
    }

    @Test(arguments: Phase.allCases)
    func `are the same after a restart, and what has no answer is asked for again`(phase: Phase) {
        var scenario = Self.scenario(in: phase)
        var restored = Orchestrator(
            restoring: Snapshot(
                pipelines: scenario.orchestrator.pipelineStates, activeRuns: scenario.activeRuns,
                openDeployments: scenario.mutations.reversed().compactMap { mutation -> Deployment? in
                    if case .putDeployment(let row) = mutation { row.value } else { nil }
                }.prefix(1).filter { $0.state == .intended }))
        _ = restored.handle(.configured(Configured(pipelines: [Self.definition])), at: scenario.now)
        let observed: AttemptObservation.State = phase == .starting ? .notStarted : .running
        let decision = restored.handle(
            .booted([AttemptObservation(attempt: Self.attempt, state: observed)]), at: scenario.now)
        #expect(restored.activeRuns == scenario.activeRuns)
        let asked = decision.commands.map(Self.verb)
        let expected: [Phase: [String]] = [
            .freezing: ["freeze"], .starting: ["start"], .collecting: ["collect"], .registering: ["store"],
            .judging: ["judge"], .deploying: ["switch"],
        ]
        #expect(asked == expected[phase] ?? [])
        scenario.orchestrator = restored
        #expect(scenario.orchestrator.activeRuns.count == (phase == .ended ? 0 : 1))
    }

    @Test func `begin nothing after a restart before it is known what became of the attempts`() {
        let scenario = Self.scenario(in: .backingOff)
        var restored = Orchestrator(
            restoring: Snapshot(pipelines: scenario.orchestrator.pipelineStates, activeRuns: scenario.activeRuns))
        var later = scenario.now
        later.wall = later.wall + .seconds(700)
        later.uptime += 700_000_000
        #expect(restored.handle(.configured(Configured(pipelines: [Self.definition])), at: later).commands == [])
        let commands = restored.handle(.booted([]), at: later).commands
        #expect(commands.map(Self.verb) == ["start"])
        #expect(restored.activeRuns.first?.steps[0].state == .starting)
    }

    @Test func `list the inputs again that changed before a step began, once, and begin with another attempt`() {
        var scenario = Self.scenario(in: .starting)
        let decision = scenario.handle(.inputsOutdated(Self.attempt))
        #expect(decision.commands.map(Self.verb) == ["freeze"])
        #expect(decision.notices.map(\.kind) == [.attemptRetrying])
        let kinds = decision.mutations.compactMap { mutation -> AttemptEnd.Kind? in
            if case .putAttempt(let record) = mutation, record.id == Self.attempt { record.end?.kind } else { nil }
        }
        #expect(kinds == [.failedToStart(reason: "its inputs changed before it began; they are listed again")])
        #expect(scenario.activeRuns.first?.manifest == nil)
        #expect(scenario.handle(.inputsOutdated(Self.attempt)).commands == [])
        let begun = Self.happen(.manifestFrozen, to: &scenario).commands
        guard case .startAttempt(let next, _, _, _) = begun.first else {
            Issue.record("\(begun)")
            return
        }
        #expect(begun.count == 1 && next == AttemptID(run: RunID(1), step: "train", number: 2))
        #expect(scenario.handle(.inputsOutdated(Self.attempt)).commands == [])
    }

    @Test func `list no inputs again that are of a run which is being cancelled`() {
        var scenario = Self.scenario(in: .starting)
        _ = Self.happen(.cancelled, to: &scenario)
        #expect(scenario.handle(.inputsOutdated(Self.attempt)).mutations == [])
    }

    @Test func `take no attempt for lost that was begun after the others were observed`() {
        var scenario = Self.scenario(in: .starting)
        let decision = scenario.handle(.booted([]))
        #expect(decision.commands.map(Self.verb) == ["start"])
        #expect(scenario.activeRuns.first?.steps[0].state == .starting)
        #expect(scenario.activeRuns.first?.steps[0].attempts == 1)
    }

    static let definition = PipelineDefinition.example(
        policy: PolicyDefinition(cooldown: .zero, runTimeout: .seconds(3600)),
        steps: [.example("train", retry: StepDefinition.Retry(attempts: 2, backoff: .seconds(600)))],
        gates: [GateDefinition(metric: "f1", bound: .atLeast(0.5), better: .higher)],
        deployment: DeploymentDefinition(target: "/srv/model"))

    private static func scenario(in phase: Phase) -> Scenario {
        var scenario = Scenario(definition)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        let path: [Happening] =
            switch phase {
            case .freezing: []
            case .starting: [.manifestFrozen]
            case .running: [.manifestFrozen, .attemptStarted]
            case .backingOff: [.manifestFrozen, .attemptLost]
            case .collecting: [.manifestFrozen, .attemptSucceeded]
            case .registering: [.manifestFrozen, .attemptSucceeded, .outputsCollected]
            case .judging: [.manifestFrozen, .attemptSucceeded, .outputsCollected, .modelStored]
            case .deploying: [.manifestFrozen, .attemptSucceeded, .outputsCollected, .modelStored, .candidateJudged]
            case .ended: [.manifestFailed]
            }
        for happening in path { _ = happen(happening, to: &scenario) }
        return scenario
    }

    private static func happen(_ happening: Happening, to scenario: inout Scenario) -> Decision {
        let run = RunID(1)
        func ended(_ kind: AttemptEnd.Kind, number: Int = 1) -> Event {
            .attemptEnded(AttemptID(run: run, step: "train", number: number), AttemptEnd(kind: kind))
        }
        switch happening {
        case .manifestFrozen:
            return scenario.handle(
                .manifestFrozen(run, ManifestSummary(files: 1, newFiles: 1, bytes: 1, digest: "m")))
        case .manifestFailed: return scenario.handle(.manifestFailed(run, reason: "gone"))
        case .inputsOutdated: return scenario.handle(.inputsOutdated(attempt))
        case .attemptStarted: return scenario.handle(.attemptStarted(attempt))
        case .attemptSucceeded: return scenario.handle(ended(.exited(code: 0)))
        case .attemptFailed: return scenario.handle(ended(.exited(code: 1)))
        case .attemptLost: return scenario.handle(ended(.lost))
        case .olderAttemptEnded: return scenario.handle(ended(.exited(code: 0), number: 0))
        case .outputsCollected: return scenario.handle(.outputsCollected(run, .plain, taints: []))
        case .noModelCollected:
            return scenario.handle(
                .outputsCollected(run, Candidate(digest: nil, files: 0, bytes: 0, metrics: []), taints: []))
        case .outputsRejected: return scenario.handle(.outputsRejected(run, reason: "empty"))
        case .modelStored: return scenario.handle(.modelStored(run))
        case .modelStoreFailed: return scenario.handle(.modelStoreFailed(run, reason: "full"))
        case .modelNumberTaken:
            return scenario.handle(
                .modelNumberTaken(run, ModelVersionID(pipeline: "churn", number: 1), free: 3))
        case .candidateJudged: return scenario.handle(.candidateJudged(run, against: nil, []))
        case .judgedAgainstAnother:
            return scenario.handle(
                .candidateJudged(run, against: ModelVersionID(pipeline: "churn", number: 7), []))
        case .targetSwitched: return scenario.handle(.targetSwitched(DeploymentID(1)))
        case .targetSwitchFailed: return scenario.handle(.targetSwitchFailed(DeploymentID(1), reason: "read-only"))
        case .cancelled: return scenario.handle(.demanded(Demand(.cancel(run, reason: nil), by: Actor(name: "ada"))))
        case .timePassed:
            scenario.sleep(.seconds(3601))
            return scenario.handle(.ticked)
        }
    }

    private static func word(_ run: Run) -> String {
        run.phase.outcome?.word ?? "\(run.phase)"
    }

    private static func verb(_ command: Command) -> String {
        switch command {
        case .freezeManifest: "freeze"
        case .startAttempt: "start"
        case .cancelAttempt: "cancel"
        case .collectOutputs: "collect"
        case .storeModel: "store"
        case .judgeCandidate: "judge"
        case .watchDrift: "watch"
        case .keepServing: "serve"
        case .splitTraffic: "split"
        case .keepShadow: "shadow"
        case .endShadow: "unshadow"
        case .switchTarget: "switch"
        case .proveTarget: "prove"
        case .restoreTarget: "restore"
        case .probeLive: "probe"
        }
    }
}
