import Dispatch
import Glibc
import Logging
import MLOpsCore
import MLOpsLinux
import Synchronization

/// The prediction services of all pipelines.
final class Serving: Sendable {
    private let state: String
    private let shims: ServiceShims
    private let base: BaseEnvironment
    private let units: CommandUnits?
    private let log: Logger
    private let tell: @Sendable (Notice) -> Void
    private let keepers = Mutex<[PipelineName: ServiceKeeper]>([:])
    private let work = DispatchQueue(label: "mlopsd.serving", qos: .userInitiated, attributes: .concurrent)

    /// - Parameter state: the daemon's state directory, without symbolic links.
    init(
        state: String, shims: ServiceShims, base: BaseEnvironment, units: CommandUnits? = nil, log: Logger,
        tell: @escaping @Sendable (Notice) -> Void
    ) {
        self.state = state
        self.shims = shims
        self.base = base
        self.units = units
        self.log = log
        self.tell = tell
    }

    /// Goes on serving this until it is told otherwise.
    func keep(_ goal: ServiceGoal) {
        keeper(of: goal.version.pipeline).send(.wanted(goal))
    }

    /// Has the deployment's version served beside what was; returns why that is not so, or nil.
    func doubt(aboutBringing deployment: Deployment) -> String? {
        guard let plan = deployment.hooks?.service else { return nil }
        let goal = ServiceGoal(version: deployment.version, plan: plan)
        return keeper(of: deployment.pipeline).bring(goal, isRestoring: false)
    }

    /// Has what the deployment replaced served as before; returns why that is not so, or nil.
    func doubt(aboutRestoring deployment: Deployment) -> String? {
        guard let plan = deployment.hooks?.service else { return nil }
        let goal = deployment.replaced.map { ServiceGoal(version: $0, plan: plan) }
        return keeper(of: deployment.pipeline).bring(goal, isRestoring: true)
    }

    /// Ends the services of pipelines whose definitions have none, or that are gone.
    ///
    /// What is served for a definition that can not be read stays.
    func configure(_ pipelines: [PipelineDefinition], invalid: [PipelineName]) {
        // Without the directory nothing was ever served.
        let known = (try? FileNames.list(ServiceDirectory.root(state: state))) ?? []
        let served = Set(pipelines.filter { $0.servicePlan != nil }.map(\.name) + invalid)
        for name in known.map({ PipelineName($0) }) {
            let keeper = keeper(of: name)
            if !served.contains(name) { keeper.send(.wanted(nil)) }
        }
    }

    func status(of pipeline: PipelineName) -> ServiceStatus? {
        keepers.withLock { $0[pipeline] }?.status
    }

    private func keeper(of pipeline: PipelineName) -> ServiceKeeper {
        keepers.withLock { keepers in
            if let keeper = keepers[pipeline] { return keeper }
            let directory = ServiceDirectory(state: state, pipeline: pipeline)
            let server = ModelServer(
                directory: directory, shims: shims, store: ModelStore(state: state), base: base, units: units)
            let keeper = ServiceKeeper(pipeline, server: server, work: work, log: log, tell: tell)
            keepers[pipeline] = keeper
            return keeper
        }
    }
}
