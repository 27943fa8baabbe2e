import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

extension World {
    mutating func startDaemon() {
        guard daemon == nil else { return }
        guard let snapshot = readRecord() else { return plan(.daemonStarts, within: .seconds(60)) }
        daemon = Orchestrator(restoring: snapshot)
        handle(.configured(configuration(pinned: pinned(by: snapshot))))
        handle(.booted(observations(of: snapshot)))
        for name in Self.names { tellOfRoot(of: name) }
        rescan()
    }

    private func pinned(by snapshot: Snapshot) -> [PipelineDefinition] {
        snapshot.activeRuns.compactMap { everDefined[$0.definition] }
    }

    private func observations(of snapshot: Snapshot) -> [AttemptObservation] {
        snapshot.activeRuns.flatMap { run in
            run.steps.compactMap { step in
                guard step.state == .starting || step.state == .running else { return nil }
                let attempt = AttemptID(run: run.id, step: step.name, number: step.attempts)
                return AttemptObservation(attempt: attempt, state: observe(attempt))
            }
        }
    }

    private func observe(_ attempt: AttemptID) -> AttemptObservation.State {
        switch processes[attempt] {
        case nil: .notStarted
        case .running: .running
        case .ended(let end): .ended(end)
        }
    }

    mutating func dieAndComeBack() {
        daemon = nil
        backlog = []
        isAhead = false
        outdated = []
        // Answers and hints on their way to it are gone; processes and producers are not.
        agenda.removeAll { if case .event = $0 { true } else { false } }
        plan(.daemonStarts, within: .seconds(3600))
    }

    mutating func reboot() {
        for (attempt, process) in processes.sorted(by: { $0.key < $1.key }) {
            if case .running = process { processes[attempt] = .ended(AttemptEnd(kind: .interrupted)) }
        }
        agenda.removeAll { if case .processEnds = $0 { true } else { false } }
        now.boot = "boot-\(now.uptime)"
        dieAndComeBack()
    }

    mutating func perform(_ command: Command) {
        switch command {
        case .startAttempt(let attempt, let run, _, _): start(attempt, of: run.value)
        case .cancelAttempt(let attempt): cancel(attempt)
        case .freezeManifest(let run, _):
            outdated.remove(run.id)
            let summary = ManifestSummary(files: 1, newFiles: 1, bytes: 1, digest: "m")
            reply(
                random.happens(onceIn: 20)
                    ? .manifestFailed(run.id, reason: "a file changed") : .manifestFrozen(run.id, summary))
        case .collectOutputs(let run, _): collect(run.value)
        case .storeModel(let run, let version, _) where version.number.isMultiple(of: 5):
            // Under every fifth number stand files of another record.
            reply(.modelNumberTaken(run.id, version, free: version.number + 1))
        case .storeModel(let run, _, _):
            reply(random.happens(onceIn: 30) ? .modelStoreFailed(run.id, reason: "full") : .modelStored(run.id))
        case .judgeCandidate(let run, let definition, let champion):
            reply(.candidateJudged(run.id, against: champion, definition.gates.map { measure($0) }))
        case .watchDrift(let definition, let version): judgeWindows(of: definition.value, version)
        case .keepServing, .splitTraffic, .endShadow: break
        case .keepShadow(let goal): follow(goal)
        case .switchTarget(let deployment): switchTarget(of: deployment.value)
        case .proveTarget(let deployment):
            reply(
                random.happens(onceIn: 4)
                    ? .targetUnproven(deployment.id, reason: "it does not answer") : .targetProven(deployment.id))
        case .probeLive(let deployment, let number):
            let problem = random.happens(onceIn: 3) ? "it does not answer" : nil
            reply(.liveProbed(deployment.pipeline, deployment.id, number: number, problem: problem))
            guard deployment.hooks?.canary != nil else { return }
            reply(.requestsCounted(deployment.pipeline, deployment.id, requests: number, labels: number / 2))
        case .restoreTarget(let deployment):
            if let target = deployment.target { links[target] = deployment.replaced }
            reply(.targetRestored(deployment.id, doubt: random.happens(onceIn: 5) ? "it does not answer" : nil))
        }
    }

    /// The link is switched when the command is performed, whatever becomes of the answer; again it changes nothing.
    private mutating func switchTarget(of deployment: Deployment) {
        guard let target = deployment.target else { return }
        let isOurs = links[target] == nil || links[target] == deployment.replaced
        if links[target] != deployment.version, !isOurs || random.happens(onceIn: 20) {
            return reply(.targetSwitchFailed(deployment.id, reason: isOurs ? "read-only" : "it is another's"))
        }
        links[target] = deployment.version
        reply(.targetSwitched(deployment.id))
    }

    /// Programs fail, hang and are not there; rows prove something, or not, or are of one model alone.
    private mutating func measure(_ gate: GateDefinition) -> GateMeasurement {
        switch gate {
        case .program:
            let ends: [GateMeasurement.ProgramEnd] = [
                .exited(code: 0, lastLine: ""), .exited(code: 0, lastLine: ""), .exited(code: 0, lastLine: ""),
                .exited(code: 1, lastLine: "wrong answer"), .exited(code: 75, lastLine: ""),
                .signaled(signal: 11, lastLine: ""), .timedOut, .notStarted(reason: "gone"),
            ]
            return .program(ends.randomElement(using: &random) ?? .timedOut)
        case .data:
            return .data(DataMeasurement(problems: random.happens(onceIn: 5) ? ["a file breaks its schema"] : []))
        case .metric(let metric):
            if random.happens(onceIn: 10) { return .unavailable(reason: "the file is gone") }
            let difference = Double(random.next() % 100) / 1000 - 0.03
            let rows = GateEvidence(
                method: "paired bootstrap", rows: 100, lower: difference - 0.02, upper: difference + 0.02,
                difference: difference)
            guard metric.segments == nil else {
                return .segments([SegmentMeasurement(segment: "de", candidate: 0.8, champion: 0.8, rows: rows)])
            }
            return .metric(MetricMeasurement(champion: 0.8, rows: random.happens(onceIn: 2) ? rows : nil))
        }
    }

    /// A candidate in the shadow is found better, worse or neither, or its program fails.
    private mutating func follow(_ goal: ShadowGoal) {
        let difference = Double(random.next() % 100) / 1000 - 0.03
        let rows = GateEvidence(
            method: "paired bootstrap", rows: 100, lower: difference - 0.02, upper: difference + 0.02,
            difference: difference)
        let measured = GateMeasurement.metric(MetricMeasurement(champion: 0.8, rows: rows))
        let report = ShadowReport(
            version: goal.version, champion: goal.champion, scored: 200, rows: 100,
            obstacle: random.happens(onceIn: 5) ? "predict exited with status 1" : nil,
            look: random.happens(onceIn: 3) ? nil : .init(number: 0, measurements: goal.gates.map { _ in measured }))
        reply(.shadowReported(goal.definition.name, report))
    }

    /// Monitors go on where the record says that they were; each has an opinion of its own.
    private mutating func judgeWindows(of definition: PipelineDefinition, _ version: ModelVersionID) {
        let name = definition.name
        if random.happens(onceIn: 30) {
            return reply(.referenceMissing(name, "in", version, reason: "a file is gone"))
        }
        for operand in definition.firingTriggers.flatMap(\.operands) {
            guard case .drift = operand.condition else { continue }
            let first = store.judgedThrough(name, operand.path, version) + 1
            let last = store.lastSequence(name, "in")
            guard first <= last else { continue }
            let isAlarm = random.happens(onceIn: 4)
            let window = DriftWindow(
                dataset: "in", firstSequence: first, lastSequence: last, files: last - first + 1, rows: 1000,
                reference: version, state: isAlarm || random.happens(onceIn: 5) ? .suspect : .calm, isAlarm: isAlarm,
                strength: isAlarm ? 1 : 0.5, columns: [], isCalibrating: false)
            reply(
                .windowJudged(
                    name, WindowJudgement(operand: operand.path, window: window, figures: "", memory: [UInt8(1)])))
        }
    }

    private mutating func collect(_ run: Run) {
        if random.happens(onceIn: 20) { return reply(.outputsRejected(run.id, reason: "left no model")) }
        let quality = Double(random.next() % 100) / 1000 + 0.8
        let taints = random.happens(onceIn: 20) ? ["an input changed"] : []
        let nothing = Candidate(digest: nil, files: 0, bytes: 0, metrics: [])
        let candidate = random.happens(onceIn: 12) ? nothing : .with(f1: quality)
        reply(.outputsCollected(run.id, candidate, taints: taints))
    }

    /// Answers come late, and now and then twice.
    private mutating func reply(_ event: Event) {
        plan(.event(event), within: .seconds(20))
        if isTroubled, random.happens(onceIn: 10) { plan(.event(event), within: .seconds(600)) }
    }

    private mutating func start(_ attempt: AttemptID, of run: Run) {
        guard processes[attempt] == nil else { return }
        if isOutdated(run) { return reply(.inputsOutdated(attempt)) }
        let live = processes.contains { id, process in
            guard case .running = process else { return false }
            return id.run == attempt.run && id.step == attempt.step
        }
        require(!live, "\(attempt) starts beside another attempt of its step")
        processes[attempt] = .running
        reply(.attemptStarted(attempt))
        let ends: [AttemptEnd.Kind] = [
            .exited(code: 0), .exited(code: 0), .exited(code: 0), .exited(code: 0), .exited(code: 1),
            .exited(code: 75), .signaled(signal: 9, core: false), .timedOut, .lost, .failedToStart(reason: "gone"),
        ]
        let kind = isTroubled ? ends.randomElement(using: &random) ?? .lost : .exited(code: 0)
        // Some hang; run_timeout and cancellation end those.
        if isTroubled, random.happens(onceIn: 40) { return }
        plan(.processEnds(attempt, AttemptEnd(kind: kind)), within: .seconds(900))
    }

    /// Whether the files of a run that has begun nothing are not what was listed; the same for all steps that begin it.
    private mutating func isOutdated(_ run: Run) -> Bool {
        guard !processes.keys.contains(where: { $0.run == run.id }) else { return false }
        if isTroubled, run.steps.allSatisfy({ $0.attempts <= 1 }), random.happens(onceIn: 20) {
            outdated.insert(run.id)
        }
        return outdated.contains(run.id)
    }

    private mutating func cancel(_ attempt: AttemptID) {
        guard cancelled.insert(attempt).inserted else { return }
        plan(.processEnds(attempt, AttemptEnd(kind: .cancelled)), within: .seconds(30))
    }

    mutating func endProcess(_ attempt: AttemptID, _ end: AttemptEnd) {
        guard case .running = processes[attempt] else { return }
        processes[attempt] = .ended(end)
        handle(.attemptEnded(attempt, end))
        // What an executor reports twice may look different the second time.
        guard isTroubled, random.happens(onceIn: 6) else { return }
        plan(.event(.attemptEnded(attempt, AttemptEnd(kind: .exited(code: 75)))), within: .seconds(120))
    }
}
