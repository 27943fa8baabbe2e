import Glibc

/// Runs short commands in units of their own, which inherit nothing of this process, not even its sandbox.
package struct UnitCommand: Sendable {
    /// What a started service manager and the record of the end may take beside the command itself.
    private static let patience = Duration.seconds(30)
    private static let stopTimeout = Duration.seconds(2)

    private let socket: String
    private let record: String
    private let isOwn: Bool
    private let isPrivate: Bool

    /// - Parameters:
    ///   - socket: of a socket unit that starts `mlopsd-shim --wait`, see `WaitingShim`.
    ///   - record: a directory that is not there yet; it is made for the command and removed afterwards.
    ///   - isOwn: The command is of this process's user, also in a unit of another user's.
    ///   - isPrivate: What it writes is for this process alone, and not for the journal.
    package init(socket: String, record: String, isOwn: Bool = false, isPrivate: Bool = false) {
        self.socket = socket
        self.record = record
        self.isOwn = isOwn
        self.isPrivate = isPrivate
    }

    /// Runs the command to its end on the calling thread; after `timeout` it is stopped, with all that it started.
    ///
    /// What it writes comes as one stream, error output among it.
    ///
    /// - Throws: When it can not be started, or nobody knows how it ended.
    package func run(
        _ request: SpawnRequest, timeout: Duration, maximumOutputBytes: Int = 64 * 1024
    ) throws(LinuxError) -> CommandOutcome {
        guard mkdir(record, 0o750) == 0 else { throw .last("create", record) }
        defer { try? TreeRemoval.remove(record) }  // what is left is removed at the next start
        var launch = ShimProcess.Launch(
            shim: "mlopsd-shim", recordDirectory: record, arguments: request.arguments,
            environment: request.environment)
        launch.workingDirectory = request.workingDirectory
        launch.timeout = timeout
        launch.stopTimeout = Self.stopTimeout
        launch.maximumLogBytes = Int64(maximumOutputBytes)
        launch.isOwn = isOwn
        if isPrivate { launch.journal = "" }
        let shim = try WaitingShim(connectingTo: socket)
        try shim.launch(launch, jobInput: request.standardInput)
        try awaitEnd(of: shim.shim, within: timeout + Self.stopTimeout + Self.patience)
        return try outcome(maximumOutputBytes)
    }

    /// The other end is closed when the shim has ended, or could not be started.
    private func awaitEnd(of shim: StartedShim, within limit: Duration) throws(LinuxError) {
        guard case .inUnit(let connection) = shim else { return }
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while true {
            let left = clock.now.duration(to: deadline).components.seconds
            guard left > 0 else { throw LinuxError("wait for", socket, .system(ETIMEDOUT)) }
            var wait = pollfd(fd: connection.number, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, Int32(clamping: left * 1000)) <= 0 else { return }
        }
    }

    private func outcome(_ maximumOutputBytes: Int) throws(LinuxError) -> CommandOutcome {
        guard case .exited(let exit) = try ShimRecord.inspect(record) else {
            throw LinuxError(
                "start", socket, .malformed("its shim ended without a record; the journal has what it said"))
        }
        if let failure = exit.startFailure { throw LinuxError("start", failure.path, .system(failure.code)) }
        // The shim adds the end of what it dropped, with two lines about that.
        let bytes = SmallFile.read(record + "/log", maximumBytes: maximumOutputBytes + 128 * 1024) ?? []
        let end =
            exit.code.map { ProcessEnd.exited(code: $0) }
            ?? exit.signal.map { .signaled($0, core: exit.hasCore) } ?? .unknown
        return CommandOutcome(
            end: end, output: bytes, errorOutput: [], droppedBytes: Int(clamping: exit.droppedLogBytes),
            hasTimedOut: exit.kind == .timedOut)
    }
}
