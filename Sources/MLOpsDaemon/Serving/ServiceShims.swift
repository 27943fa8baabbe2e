import Glibc
import MLOpsLinux

/// Starts the processes of services, each under a shim of its own that outlives the daemon.
struct ServiceShims: Sendable {
    /// A shim claims within milliseconds, in a unit of its own within tens of them.
    private static let claimPatience = Duration.seconds(10)

    let shim: String
    /// Where the service manager starts shims in units of their own; nil: they are children.
    let stepSocket: String?
    let monitor: ProcessMonitor

    /// Starts a process, and returns when its shim has claimed the record directory or has given up.
    ///
    /// - Parameter ended: called once when it has ended, on any thread.
    func start(
        _ launch: ShimProcess.Launch, passing sockets: [Descriptor], ended: @escaping @Sendable () -> Void
    ) throws(LinuxError) {
        let waiting: WaitingShim
        if let stepSocket {
            waiting = try WaitingShim(connectingTo: stepSocket)
        } else {
            waiting = try WaitingShim(shim: shim)
        }
        var launch = launch
        launch.isOwn = true
        try waiting.launch(launch, passing: sockets)
        let deadline = ContinuousClock.now + Self.claimPatience
        while try ShimRecord.inspect(launch.recordDirectory) == .notStarted {
            guard ContinuousClock.now < deadline else {
                throw LinuxError("start", launch.shim, .malformed("it did not begin within 10 s"))
            }
            usleep(2000)
        }
        try monitor.whenEnded(waiting.shim, ended)
    }

    /// Waits for the end of a process that an earlier daemon started; false: it has ended.
    func adopt(_ record: String, ended: @escaping @Sendable () -> Void) throws(LinuxError) -> Bool {
        guard let process = try ShimProcess.find(recordDirectory: record) else { return false }
        try monitor.whenEnded(process) { _ in ended() }
        return true
    }

    static func isRunning(_ record: String) -> Bool {
        // What can not be read is no process of ours.
        if case .running? = try? ShimRecord.inspect(record) { true } else { false }
    }

    /// Asks a process to end, and waits until it has, at most for so long.
    static func end(_ record: String, within patience: Duration) {
        // What can not be asked has ended, or is not ours to end.
        _ = try? ShimProcess.cancel(recordDirectory: record)
        let deadline = ContinuousClock.now + patience
        while isRunning(record), ContinuousClock.now < deadline { usleep(10_000) }
    }

    /// Says how a process ended, with its last words.
    static func endText(_ record: String) -> String {
        let said = FileTail.lastLine(of: record + "/log").map { ": " + UntrustedText.escape($0) } ?? ""
        let found = try? ShimRecord.inspect(record)  // what can not be read says nothing
        guard case .exited(let end)? = found else { return "its end is not known\(said)" }
        switch end.kind {
        case .failedToStart:
            let failure = end.startFailure
            return "\"\(failure?.path ?? "")\" can not be started: \(failure?.reason ?? "")"
        case .exited: return "it exited with status \(end.code ?? 0)\(said)"
        case .signaled: return "it was killed by signal \(end.signal ?? 0)\(said)"
        case .timedOut, .cancelled: return "it was stopped\(said)"
        }
    }
}
