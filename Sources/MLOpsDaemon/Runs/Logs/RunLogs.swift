import Glibc
import MLOpsCore
import MLOpsLinux

/// The output of attempts, as bytes: what is shown of them is for whoever shows it to escape.
struct RunLogs: Sendable {
    /// How long a follower of a quiet log waits until it looks again.
    static let pollInterval = Duration.milliseconds(100)

    struct Line: Sendable {
        /// Without its end.
        var bytes: [UInt8]
        /// Bytes from the start of the log to what comes next.
        var place: Int64
    }

    private let state: String

    /// - Parameter state: the daemon's state directory.
    init(state: String) {
        self.state = state
    }

    /// Returns a reader of an attempt's log; nil when the attempt has none (yet).
    func reader(of attempt: AttemptID, from beginning: LogBeginning = .start) throws(RunError) -> LogReader? {
        do throws(LinuxError) {
            guard let name = RelativePath("log") else { return nil }
            let directory = try SafeDirectory(RunDirectory(state: state, run: attempt.run).attempt(attempt))
            return try LogReader(directory.openFile(name), from: beginning)
        } catch {
            guard error.code != ENOENT else { return nil }
            throw RunError(error)
        }
    }

    /// Returns the lines of an attempt's log as they come, each with the place behind it.
    ///
    /// The stream holds one piece of the log and reads on only when asked; it ends after the last line of an attempt
    /// that has ended.
    ///
    /// - Parameter isUnfinished: whether the record still waits for the attempt's end.
    func follow(
        _ attempt: AttemptID, from beginning: LogBeginning = .start,
        while isUnfinished: @escaping @Sendable () -> Bool
    ) -> AsyncThrowingStream<Line, any Error> {
        let follower = LogFollower(isUnfinished: isUnfinished) { () throws(RunError) in
            try reader(of: attempt, from: beginning)
        }
        return AsyncThrowingStream { try await follower.next() }
    }
}

/// The place in a log up to which one follower has read.
private actor LogFollower {
    private let isUnfinished: @Sendable () -> Bool
    private let open: @Sendable () throws(RunError) -> LogReader?
    private var reader: LogReader?

    init(
        isUnfinished: @escaping @Sendable () -> Bool, open: @escaping @Sendable () throws(RunError) -> LogReader?
    ) {
        self.isUnfinished = isUnfinished
        self.open = open
    }

    /// Returns the next line, nil at the end.
    func next() async throws -> RunLogs.Line? {
        while !Task.isCancelled {
            // Asked before reading: what was written before the end is then read to its last byte.
            let isGrowing = isUnfinished()
            if reader == nil { reader = try open() }
            if let reader, let line = try reader.next() { return RunLogs.Line(bytes: line, place: reader.place) }
            guard isGrowing else {
                guard let reader, let rest = reader.rest() else { return nil }
                return RunLogs.Line(bytes: rest, place: reader.place)
            }
            try await Task.sleep(for: RunLogs.pollInterval)
        }
        return nil
    }
}
