import Dispatch
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
    enum Task: Hashable, Sendable {
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
    static let headStart = DispatchTimeInterval.milliseconds(50)

    let answer: @Sendable (Event) -> Void
    let executor: any Executor
    /// Of pipelines that name none.
    let stepUser: String
    let runs: RunPreparation
    let early: EarlyStarts
    let collector: OutputCollector
    let store: ModelStore
    let evaluations: EvaluationStore
    let judge: CandidateJudge
    let target: TargetSwitch
    let proof: ServiceProof
    /// nil: pipelines are served by others alone.
    let serving: Serving?
    /// nil: no router is told anything.
    private let traffic: TrafficFiles?
    /// nil: nothing is tried in the shadow.
    private let shadow: ShadowWatch?
    let environments: EnvironmentRecorder
    private let watchDrift: @Sendable (PipelineDefinition, ModelVersionID) -> Void
    let active = Mutex<Set<Task>>([])
    /// Cancellations, and starts that take time.
    let attempts = DispatchQueue(label: "mlopsd.attempts", qos: .userInitiated)
    /// All that reads or writes data, for as long as it takes; the number of active runs bounds it.
    private let work = DispatchQueue(label: "mlopsd.runs", qos: .userInitiated, attributes: .concurrent)
    /// What nobody waits for.
    let background = DispatchQueue(label: "mlopsd.runs.background", qos: .utility, attributes: .concurrent)

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
            start(attempt, run.value, step, pipeline.value)
        case .cancelAttempt(let attempt):
            attempts.async { [self] in cancel(attempt) }
        case .collectOutputs(let run, let pipeline):
            answerOnce(.collecting(run.id)) { [self] in collect(run.value, pipeline.value) }
        case .storeModel(let run, let version, let digest):
            answerOnce(.storing(run.id)) { [self] in storeModel(of: run.value, version, digest) }
        case .judgeCandidate(let run, let pipeline, let champion):
            answerOnce(.judging(run.id)) { [self] in judgeCandidate(of: run.value, pipeline.value, against: champion) }
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
            answerOnce(.probing(deployment.id)) { [self] in probe(deployment.value, number) }
        case .restoreTarget(let deployment):
            answerOnce(.restoring(deployment.id)) { [self] in restore(deployment.value) }
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

}
