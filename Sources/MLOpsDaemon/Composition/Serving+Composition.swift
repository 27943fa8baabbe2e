import Logging
import MLOpsCore
import MLOpsLinux

extension Serving {
    /// The services of a daemon: servers and relays under the shim, as steps are.
    static func make(
        paths: DaemonPaths, programs: DaemonPrograms, units: CommandUnits?, thread: EventThread,
        logger: Logger, tell: @escaping @Sendable (Notice) -> Void
    ) -> Serving {
        let shims = ServiceShims(
            shim: programs.shim, stepSocket: programs.stepSocket, monitor: ProcessMonitor(on: thread))
        return Serving(
            state: paths.state, shims: shims, base: .ofThisProcess, units: units, log: logger, tell: tell)
    }
}
