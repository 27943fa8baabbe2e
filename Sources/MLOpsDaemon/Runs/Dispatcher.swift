import Dispatch
import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import MLOpsStore
import Synchronization

/// Performs every command away from the event loop and answers with events.
///
/// A command may come twice, after a crash or in doubt: one that is being performed already is not begun again, and one
/// that was performed before leads to the same answer.
final class Dispatcher: Sendable {
    /// What is being worked on; its answer is still to come.
    private enum Task: Hashable, Sendable {
        case freezing(RunID)
        case collecting(RunID)
        case storing(RunID)
        case judging(RunID)
        case switching(DeploymentID)
        case proving(DeploymentID)
        case restoring(DeploymentID)
        case probing(DeploymentID)
        case awaiting(AttemptID)
        case recording(RunID)
        case surveying(RunID)
    }

    /// A step gets to run before anything is written about its start: its record is committed, and one that ends sooner
    /// is recorded by its end.
    private static let headStart = DispatchTimeInterval.milliseconds(50)

    private let answer: @Sendable (Event) -> Void
    private let executor: any Executor
    /// Of pipelines that name none.
    private let stepUser: String
    private let runs: RunPreparation
    let early: EarlyStarts
    private let collector: OutputCollector
    private let store: ModelStore
    private let evaluations: EvaluationStore
    private let judge: CandidateJudge
    private let target: TargetSwitch
    private let proof: ServiceProof
    /// nil: pipelines are served by others alone.
    private let serving: Serving?
    /// nil: no router is told anything.
    private let traffic: TrafficFiles?
    /// nil: nothing is tried in the shadow.
    private let shadow: ShadowWatch?
    private let environments: EnvironmentRecorder
    private let watchDrift: @Sendable (PipelineDefinition, ModelVersionID) -> Void
    private let active = Mutex<Set<Task>>([])
    /// Cancellations, and starts that take time.
    private let attempts = DispatchQueue(label: "mlopsd.attempts", qos: .userInitiated)
    /// All that reads or writes data, for as long as it takes; the number of active runs bounds it.
    private let work = DispatchQueue(label: "mlopsd.runs", qos: .userInitiated, attributes: .concurrent)
    /// What nobody waits for.
    private let background = DispatchQueue(label: "mlopsd.runs.background", qos: .utility, attributes: .concurrent)

    /// - Parameters:
    ///   - state: the daemon's state directory, without symbolic links.
    ///   - answer: where events go; called on any thread.
    init(
        state: String, freezer: ManifestFreezer, executor: any Executor, base: BaseEnvironment,
        units: CommandUnits? = nil, limits: TreeLimits = TreeLimits(), serving: Serving? = nil,
        traffic: TrafficFiles? = nil, shadow: ShadowWatch? = nil, profiling: ProfilingProcess? = nil,
        maker: @escaping @Sendable (ModelVersionID) -> RunID? = { _ in nil },
        keepEnvironment: @escaping @Sendable (RunEnvironment, RunID) throws(StoreError) -> Void = { _, _ in },
        watchDrift: @escaping @Sendable (PipelineDefinition, ModelVersionID) -> Void = { _, _ in },
        answer: @escaping @Sendable (Event) -> Void
    ) {
        self.answer = answer
        self.watchDrift = watchDrift
        self.serving = serving
        self.traffic = traffic
        self.shadow = shadow
        environments = EnvironmentRecorder(
            reading: EnvironmentReading(base: base, interpreters: InterpreterCensus(units: units)),
            keep: keepEnvironment)
        self.executor = executor
        stepUser = base.stepUser
        store = ModelStore(state: state)
        evaluations = EvaluationStore(state: state)
        judge = CandidateJudge(
            evaluations: evaluations, store: store, base: base, state: state, units: units, profiling: profiling,
            maker: maker)
        target = TargetSwitch(store: store, limits: limits)
        proof = ServiceProof(store: store, base: base, units: units)
        collector = OutputCollector(limits: limits)
        runs = RunPreparation(state: state, freezer: freezer, base: base, store: store)
        early = EarlyStarts(runs: runs, executor: executor)
    }

    /// Begins to perform the command and returns at once, or does what takes no time.
    func perform(_ command: Command) {
        switch command {
        case .freezeManifest(let run, let pipeline):
            answerOnce(.freezing(run.id)) { [self] in freeze(run.value, pipeline.value) }
        case .startAttempt(let attempt, let run, let step, let pipeline):
            if startPrepared(attempt, run.value, pipeline.value) { return }
            // To wake another thread takes longer than to hand over what is ready.
            let needsUnit = StepUnit(for: step, of: pipeline.value, own: stepUser) != nil
            if executor.isReady, !needsUnit, runs.isOfThisBoot(run.id) {
                return start(attempt, run.value, step, pipeline.value)
            }
            attempts.async { [self] in renewAndStart(attempt, run.value, step, pipeline.value) }
        case .cancelAttempt(let attempt):
            attempts.async { [self] in cancel(attempt) }
        case .collectOutputs(let run, let pipeline):
            answerOnce(.collecting(run.id)) { [self] in collect(run.value, pipeline.value) }
        case .storeModel(let run, let version, let digest):
            answerOnce(.storing(run.id)) { [self] in storeModel(of: run.value, version, digest) }
        case .judgeCandidate(let run, let pipeline, let champion):
            answerOnce(.judging(run.id)) { [self] in
                let directory = runs.directory(of: run.id)
                let measurements = judge.measurements(
                    for: run.value, pipeline.value, champion: champion, in: directory)
                return .candidateJudged(run.id, against: champion, measurements)
            }
        case .watchDrift(let pipeline, let version): watchDrift(pipeline.value, version)
        case .keepServing(let goal): serving?.keep(goal)
        case .splitTraffic(let split): traffic?.keep(split)
        case .keepShadow(let goal): shadow?.keep(goal)
        case .endShadow(let pipeline): shadow?.end(pipeline)
        case .switchTarget(let deployment):
            answerOnce(.switching(deployment.id)) { [self] in switchTarget(deployment.value) }
        case .proveTarget(let deployment):
            answerOnce(.proving(deployment.id)) { [self] in prove(deployment.value) }
        case .probeLive(let deployment, let number):
            answerOnce(.probing(deployment.id)) { [self] in
                let problem = proof.problem(with: deployment.value)
                return .liveProbed(deployment.pipeline, deployment.id, number: number, problem: problem)
            }
        case .restoreTarget(let deployment):
            answerOnce(.restoring(deployment.id)) { [self] in restore(deployment.value) }
        }
    }

    /// Performs, before it is committed, a command that means nothing to anyone before that; nil: it has to wait, for
    /// the commit or because it is not quick.
    ///
    /// - Parameter mutations: what is decided and not committed, in order.
    func performEarly(_ command: Command, after mutations: [Mutation]) -> Event? {
        guard case .freezeManifest(let run, let pipeline) = command else { return nil }
        do throws(RunError) {
            guard let manifest = try runs.listEarly(run.value, pipeline.value, after: mutations, checking: early.check)
            else {
                return nil
            }
            early.layOut(manifest, of: run.value)
            return .manifestFrozen(run.id, manifest.summary)
        } catch {
            return .manifestFailed(run.id, reason: error.description)
        }
    }

    /// Takes what can be done for a command before it is committed; `perform` or `abandon` comes after it.
    func prepare(_ command: Command) {
        guard case .startAttempt(let attempt, let run, let step, let pipeline) = command else { return }
        early.prepare(attempt, run.value, step, pipeline.value)
    }

    /// What was prepared and is still to be done; nil: nothing.
    func beside() -> (() -> Void)? {
        guard early.isWaiting else { return nil }
        return { [early] in early.work() }
    }

    /// Whether the files that were listed early are as the record says.
    func holds() -> Bool { early.holds() }

    /// Forgets what was prepared: it could not be committed.
    func abandon() { early.abandon() }

    /// Returns what is known of every unfinished attempt of the runs.
    ///
    /// What can not be found out is taken for running: a second start and an invented end are both worse than a wait.
    func observations(of active: [Run]) -> [AttemptObservation] {
        active.flatMap { run in
            run.steps.filter(\.isUnderWay).map { step in
                let attempt = AttemptID(run: run.id, step: step.name, number: step.attempts)
                return AttemptObservation(attempt: attempt, state: state(of: attempt, in: run))
            }
        }
    }

    /// A claim is not made durable: after the machine went down, nobody knows of an attempt without one, or with a torn
    /// one, how far it came.
    private func state(of attempt: AttemptID, in run: Run) -> AttemptObservation.State {
        let state = state(of: attempt)
        guard state == .notStarted || state == .ended(AttemptEnd(kind: .lost)), !runs.isOfThisBoot(run.id) else {
            return state
        }
        return .ended(AttemptEnd(kind: .interrupted))
    }

    /// Waits for the ends of the attempts that run.
    ///
    /// Call it after the observations were sent.
    func adopt(_ observations: [AttemptObservation]) {
        for observation in observations where observation.state == .running {
            runs.keepOpen(for: observation.attempt)
            attempts.async { [self] in follow(observation.attempt) }
        }
    }

    private func answerOnce(_ task: Task, _ body: @escaping @Sendable () -> Event) {
        guard active.withLock({ $0.insert(task).inserted }) else { return }
        work.async { [self] in
            let event = body()
            active.withLock { _ = $0.remove(task) }
            answer(event)
        }
    }

    private func freeze(_ run: Run, _ pipeline: PipelineDefinition) -> Event {
        do throws(RunError) {
            return .manifestFrozen(run.id, try runs.freeze(run, pipeline))
        } catch {
            return .manifestFailed(run.id, reason: error.description)
        }
    }

    private func collect(_ run: Run, _ pipeline: PipelineDefinition) -> Event {
        do throws(RunError) {
            let doubt = try doubt(about: run, pipeline)
            var outputs = try collector.collect(run, pipeline, in: runs.directory(of: run.id))
            if let doubt { outputs.taints.append(doubt) }
            return .outputsCollected(run.id, outputs.candidate, taints: outputs.taints)
        } catch {
            return .outputsRejected(run.id, reason: error.description)
        }
    }

    /// Returns why the inputs can not be trusted or traced; throws when that is true of the outputs.
    private func doubt(about run: Run, _ pipeline: PipelineDefinition) throws(RunError) -> String? {
        do {
            try runs.renew(run, pipeline)
            try recordInputs(of: run)
            return nil
        } catch {
            guard error.code != .unusableOutput else { throw error }
            return error.description
        }
    }

    /// Does nothing where it was done or is being done.
    private func recordInputs(of run: Run) throws(RunError) {
        guard active.withLock({ $0.insert(.recording(run.id)).inserted }) else { return }
        defer { active.withLock { _ = $0.remove(.recording(run.id)) } }
        try runs.record(run)
    }

    private func surveyEnvironment(of run: Run, _ pipeline: PipelineDefinition) {
        guard active.withLock({ $0.insert(.surveying(run.id)).inserted }) else { return }
        defer { active.withLock { _ = $0.remove(.surveying(run.id)) } }
        environments.perform(run, pipeline, in: runs.directory(of: run.id))
    }

    private func storeModel(of run: Run, _ version: ModelVersionID, _ digest: String) -> Event {
        do throws(RunError) {
            let directory = runs.directory(of: run.id)
            try store.store(version, digest: digest, from: directory.model, limits: collector.limits)
            try evaluations.keep(version, from: directory)
            return .modelStored(run.id)
        } catch {
            return notStored(run, version, error)
        }
    }

    private func notStored(_ run: Run, _ version: ModelVersionID, _ error: RunError) -> Event {
        guard error.code == .takenNumber else { return .modelStoreFailed(run.id, reason: error.description) }
        do throws(RunError) {
            return .modelNumberTaken(run.id, version, free: try store.freeNumber(after: version))
        } catch {
            return .modelStoreFailed(run.id, reason: error.description)
        }
    }

    private func prove(_ deployment: Deployment) -> Event {
        let doubt =
            serving?.doubt(aboutBringing: deployment) ?? proof.doubt(about: deployment.version, of: deployment)
        guard let doubt else { return .targetProven(deployment.id) }
        return .targetUnproven(deployment.id, reason: doubt)
    }

    /// What can not be restored is told, and does not keep the deployment from ending.
    private func restore(_ deployment: Deployment) -> Event {
        do throws(RunError) {
            try target.restore(deployment)
            let doubt = serving?.doubt(aboutRestoring: deployment)
            return .targetRestored(
                deployment.id, doubt: doubt ?? proof.doubt(about: deployment.replaced, of: deployment))
        } catch {
            return .targetRestored(deployment.id, doubt: error.description)
        }
    }

    private func switchTarget(_ deployment: Deployment) -> Event {
        do throws(RunError) {
            try target.perform(deployment)
            return .targetSwitched(deployment.id)
        } catch {
            return .targetSwitchFailed(deployment.id, reason: error.description)
        }
    }
}

extension Dispatcher {
    private func renewAndStart(
        _ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) {
        do throws(RunError) {
            try runs.renew(run, pipeline)
            start(attempt, run, step, pipeline)
        } catch {
            tell(attempt, failedToStart: error)
        }
    }

    /// Returns whether the attempt was ready, and so needs nothing else to be started.
    private func startPrepared(_ attempt: AttemptID, _ run: Run, _ pipeline: PipelineDefinition) -> Bool {
        do throws(RunError) {
            guard let state = try executor.submitPrepared(attempt) else { return false }
            attend(attempt, state, run, pipeline)
        } catch {
            tell(attempt, failedToStart: error)
        }
        return true
    }

    private func start(
        _ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) {
        do throws(RunError) {
            attend(attempt, try executor.submit(runs.job(for: attempt, run, step, pipeline)), run, pipeline)
        } catch {
            tell(attempt, failedToStart: error)
        }
    }

    private func attend(_ attempt: AttemptID, _ state: AttemptState, _ run: Run, _ pipeline: PipelineDefinition) {
        follow(attempt)
        runs.renewSpare()
        background.asyncAfter(deadline: .now() + Self.headStart) { [self] in
            if state != .queued, active.withLock({ $0.contains(.awaiting(attempt)) }) {
                answer(.attemptStarted(attempt))
            }
            try? recordInputs(of: run)  // What fails is tried again, and told, when the outputs are collected.
            surveyEnvironment(of: run, pipeline)
        }
    }

    private func tell(_ attempt: AttemptID, failedToStart error: RunError) {
        runs.close(after: attempt)
        answer(.attemptEnded(attempt, AttemptEnd(kind: .failedToStart(reason: error.description))))
    }

    private func cancel(_ attempt: AttemptID) {
        guard state(of: attempt) != .notStarted else {
            runs.close(after: attempt)
            return answer(.attemptEnded(attempt, AttemptEnd(kind: .cancelled)))
        }
        follow(attempt)
        executor.cancel(attempt)
    }

    private func follow(_ attempt: AttemptID) {
        guard active.withLock({ $0.insert(.awaiting(attempt)).inserted }) else { return }
        executor.collect(attempt) { [self] end in
            active.withLock { _ = $0.remove(.awaiting(attempt)) }
            runs.close(after: attempt)
            answer(.attemptEnded(attempt, end))
            guard end.kind == .exited(code: 0) else { return }
            background.async { [self] in runs.secureOutputs(of: attempt) }
        }
    }

    private func state(of attempt: AttemptID) -> AttemptObservation.State {
        do throws(RunError) {
            return switch try executor.observe(attempt) {
            case .unknown: .notStarted
            case .exited(let end): .ended(end)
            case .queued, .running: .running
            }
        } catch {
            return .running
        }
    }
}

extension StepRun {
    /// Whether the executor may know of its newest attempt.
    fileprivate var isUnderWay: Bool { state == .starting || state == .running }
}
