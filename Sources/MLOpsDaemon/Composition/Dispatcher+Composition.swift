import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

extension Dispatcher {
    /// The dispatcher of a daemon: processes under the shim, inputs from the record.
    static func make(
        paths: DaemonPaths, programs: DaemonPrograms, store: SQLiteMetadataStore, thread: EventThread,
        drift: DriftWatch, inbox: Inbox
    ) throws(LinuxError) -> Dispatcher {
        let units: CommandUnits? =
            if let socket = programs.stepSocket {
                try CommandUnits(socket: socket, directory: paths.commands)
            } else {
                nil
            }
        let executor = ProcessExecutor(
            state: paths.state, shim: programs.shim, stepSocket: programs.stepSocket,
            monitor: ProcessMonitor(on: thread))
        return Dispatcher(
            state: paths.state, freezer: ManifestFreezer(record: store, boot: BootClock.bootID), executor: executor,
            base: .ofThisProcess, units: units, watchDrift: drift.look, answer: inbox.send)
    }
}

extension BaseEnvironment {
    /// Steps run as the daemon's user until executors can change it.
    fileprivate static var ofThisProcess: BaseEnvironment {
        guard let entry = getpwuid(geteuid()) else { return BaseEnvironment(home: "/", user: "uid-\(geteuid())") }
        return BaseEnvironment(
            home: String(cString: entry.pointee.pw_dir), user: String(cString: entry.pointee.pw_name))
    }
}
