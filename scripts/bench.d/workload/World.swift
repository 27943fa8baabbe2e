import MLOpsCore
import MLOpsSchedule

/// The orchestrator and the answers that its commands wait for.
struct World {
    private static let candidate = Candidate(
        digest: "abc", files: 1, bytes: 10, metrics: [Candidate.Metric(name: "f1", value: 0.8)])

    /// To the orchestrator a file is what it is told: making a name for each is no part of its work.
    private static let path = Array("day.csv".utf8)

    /// From the arrival of its file to the switch of its target.
    static let eventsOfRun = 8

    private var orchestrator = Orchestrator()
    private var now: Moment
    private var waiting: [Event] = []
    private var pipelines: [PipelineName]
    private var handled = 0
    private var arrivals: Int64 = 0
    private var mutations: [Mutation] = []
    private let keepsMutations: Bool
    private let step: Int64
    private(set) var deployments = 0

    /// - Parameter step: the time from one event to the next; a run takes `eventsOfRun` events.
    init(_ names: [PipelineName], from start: Instant, step: Duration, keepsMutations: Bool = false) {
        pipelines = names
        now = Moment(wall: start, uptime: 1_000_000, boot: "boot")
        self.keepsMutations = keepsMutations
        self.step = Int64(step / .microseconds(1))
        let definitions = names.map(Self.definition)
        handle(.configured(Configured(pipelines: definitions, host: HostPolicy(maxRunningRuns: .max))))
        handle(.booted([]))
    }

    /// A pipeline that trains on every file, is judged against its champion, and deploys.
    private static func definition(_ name: PipelineName) -> PipelineDefinition {
        PipelineDefinition(
            name: name, id: "\(name)-1", source: "", directory: "/srv/\(name)",
            datasets: [DatasetDefinition(name: "in", path: "/srv/\(name)/in")],
            triggers: [
                TriggerDefinition(
                    name: "new", expression: .operand(0),
                    operands: [
                        Operand(
                            path: "new",
                            condition: .newData(
                                NewDataCondition(dataset: "in", quietPeriod: .zero, maxWait: nil)))
                    ])
            ],
            policy: PolicyDefinition(cooldown: .zero, maxRunsPerDay: 1_000, breakerFailures: 0),
            steps: [StepDefinition(name: "train", program: .arguments(["/bin/true"]))],
            gates: [GateDefinition(metric: "f1", bound: .notWorseThanChampion(margin: 0.1), better: .higher)],
            gatePolicy: GatePolicy(firstModel: .allow),
            deployment: DeploymentDefinition(target: "/srv/\(name)/live"))
    }

    mutating func drive(events: Int) {
        let end = handled + events
        let runs = deployments + events / Self.eventsOfRun
        while handled < end {
            if let event = waiting.popLast() { handle(event) } else { arrive() }
        }
        // A model that is refused costs less than one that goes live, and no history would ever be long enough. One run
        // may be under way at either end.
        precondition(deployments >= runs - 1, "of \(runs) models only \(deployments) went live")
    }

    /// What was decided since the last call; of states that replace each other only the last.
    mutating func takeMutations() -> [Mutation] {
        defer { mutations = [] }
        var seen: Set<String> = []
        let kept = mutations.reversed().filter { mutation in
            switch mutation {
            case .putPipeline(let state): seen.insert(state.value.name.text).inserted
            case .putCounters: seen.insert("").inserted
            default: true
            }
        }
        return kept.reversed()
    }

    private mutating func arrive() {
        arrivals += 1
        let file = FileRecord(
            path: Self.path, state: .ready,
            fingerprint: .init(
                device: 1, inode: UInt64(arrivals), size: 100, modifiedNanoseconds: 0, changedNanoseconds: 0),
            sequence: arrivals, rung: .rename, observedAt: now.wall)
        handle(.filesReady(pipelines[Int(arrivals) % pipelines.count], "in", [file]))
    }

    private mutating func handle(_ event: Event) {
        handled += 1
        now.wall.microseconds += step
        now.uptime += step
        var decision = orchestrator.handle(event, at: now)
        if keepsMutations { mutations += decision.mutations }
        // Each is moved out of the list, as whoever performs it would: a loop over them copies them.
        decision.commands.reverse()
        while let command = decision.commands.popLast() { answer(command) }
    }

    /// What a machine without faults answers; the last is taken first.
    private mutating func answer(_ command: Command) {
        switch command {
        case .freezeManifest(let run, _):
            waiting.append(.manifestFrozen(run.value.id, ManifestSummary(files: 1, newFiles: 1, bytes: 100, digest: "m")))
        case .startAttempt(let attempt, _, _, _):
            waiting.append(.attemptEnded(attempt, AttemptEnd(kind: .exited(code: 0))))
            waiting.append(.attemptStarted(attempt))
        case .cancelAttempt(let attempt):
            waiting.append(.attemptEnded(attempt, AttemptEnd(kind: .cancelled)))
        case .collectOutputs(let run, _): waiting.append(.outputsCollected(run.value.id, Self.candidate, taints: []))
        case .storeModel(let run, _, _): waiting.append(.modelStored(run.value.id))
        case .judgeCandidate(let run, _, let champion):
            waiting.append(.candidateJudged(run.value.id, against: champion, []))
        case .switchTarget(let deployment):
            waiting.append(.targetSwitched(deployment.value.id))
            deployments += 1
        // No pipeline here watches for drift, or proves what it deploys.
        case .watchDrift, .keepServing, .splitTraffic, .keepShadow, .endShadow, .proveTarget, .restoreTarget, .probeLive: break
        }
    }
}
