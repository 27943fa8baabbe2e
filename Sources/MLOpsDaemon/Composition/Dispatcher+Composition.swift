import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

extension Dispatcher {
    /// The dispatcher of a daemon: processes under the shim, inputs from the record.
    static func make(
        paths: DaemonPaths, programs: DaemonPrograms, store: SQLiteMetadataStore, thread: EventThread,
        drift: DriftWatch, inbox: Inbox
    ) -> Dispatcher {
        let executor = ProcessExecutor(
            state: paths.state, shim: programs.shim, stepSocket: programs.stepSocket,
            monitor: ProcessMonitor(on: thread))
        return Dispatcher(
            state: paths.state, freezer: ManifestFreezer(record: store, boot: BootClock.bootID), executor: executor,
            base: .ofThisProcess,
            keepEnvironment: { (environment, run) throws(StoreError) in try store.keep(environment, of: run) },
            watchDrift: drift.look, answer: inbox.send)
    }
}

extension BaseEnvironment {
    /// Steps run as the daemon's user until executors can change it.
    static var ofThisProcess: BaseEnvironment {
        guard let entry = getpwuid(geteuid()) else { return BaseEnvironment(home: "/", user: "uid-\(geteuid())") }
        return BaseEnvironment(
            home: String(cString: entry.pointee.pw_dir), user: String(cString: entry.pointee.pw_name))
    }
}
