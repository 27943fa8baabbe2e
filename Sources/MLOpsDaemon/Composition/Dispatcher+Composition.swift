import Glibc
import Logging
import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import MLOpsStore

extension Dispatcher {
    /// The dispatcher of a daemon: processes under the shim, inputs from the record.
    static func make(
        paths: DaemonPaths, programs: DaemonPrograms, units: CommandUnits?, store: SQLiteMetadataStore,
        thread: EventThread, drift: DriftWatch, shadow: ShadowWatch, serving: Serving, inbox: Inbox,
        source: ConfigurationSource, logger: Logger, tellWaiting: @escaping @Sendable (String?) -> Void
    ) -> Dispatcher {
        let processes = ProcessExecutor(
            state: paths.state, shim: programs.shim, stepSocket: programs.stepSocket,
            monitor: ProcessMonitor(on: thread), unitInForce: source.inForce, tellWaiting: tellWaiting)
        let executor = LeasingExecutor(processes, state: paths.state) { source.configuration.settings.accelerators }
        return Dispatcher(
            state: paths.state, freezer: ManifestFreezer(record: store, boot: BootClock.bootID), executor: executor,
            base: .of(programs), units: units, serving: serving,
            traffic: TrafficFiles(store: ModelStore(state: paths.state), log: logger),
            shadow: shadow,
            profiling: ProfilingProcess(program: programs.profiler),
            // What the record can not say now the gate calls inconclusive.
            maker: { try? store.version($0)?.run },
            keepEnvironment: { (environment, run) throws(StoreError) in try store.keep(environment, of: run) },
            watchDrift: drift.look, answer: inbox.send)
    }
}

extension CommandUnits {
    /// nil: the service manager starts no units for steps.
    static func make(_ paths: DaemonPaths, _ programs: DaemonPrograms) throws(LinuxError) -> CommandUnits? {
        guard let socket = programs.stepSocket else { return nil }
        return try CommandUnits(socket: socket, directory: paths.commands)
    }
}

extension BaseEnvironment {
    /// Of this process and the steps that it starts with these programs.
    static func of(_ programs: DaemonPrograms) -> BaseEnvironment {
        var base = ofThisProcess
        if programs.stepSocket != nil, let user = programs.stepUser { base.stepUser = user }
        return base
    }

    static var ofThisProcess: BaseEnvironment {
        guard let entry = getpwuid(geteuid()) else { return BaseEnvironment(home: "/", user: "uid-\(geteuid())") }
        return BaseEnvironment(
            home: String(cString: entry.pointee.pw_dir), user: String(cString: entry.pointee.pw_name))
    }
}
