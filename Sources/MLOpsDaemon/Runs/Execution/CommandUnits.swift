import Glibc
import MLOpsConfig
import MLOpsLinux
import Synchronization

/// Where the service manager runs short commands in units of their own.
///
/// The daemon's sandbox must not hold for them: a check loads a model with code that is compiled while it runs.
final class CommandUnits: Sendable {
    private let socket: String
    private let directory: String
    private let count = Mutex(0)

    /// - Parameters:
    ///   - socket: where shims are started in units of their own.
    ///   - directory: of the records of commands; emptied, because nobody waits for those of an earlier daemon.
    init(socket: String, directory: String) throws(LinuxError) {
        self.socket = socket
        self.directory = directory
        try TreeRemoval.remove(directory)
        guard mkdir(directory, 0o750) == 0 else { throw LinuxError("create", directory, .system(errno)) }
    }

    func run(
        _ request: SpawnRequest, timeout: Duration, maximumOutputBytes: Int, for owner: PipelineCommand.Owner,
        isPrivate: Bool = false
    ) throws(LinuxError) -> CommandOutcome {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let place = owner.unit?.socket(besides: socket) ?? socket
        let command = UnitCommand(
            socket: place, record: "\(directory)/\(number)", isOwn: owner == .daemon, isPrivate: isPrivate)
        return try command.run(request, timeout: timeout, maximumOutputBytes: maximumOutputBytes)
    }
}
