import ArgumentParser
import Glibc
import Logging
import MLOpsConfig
import MLOpsDaemon
import MLOpsLinux

/// The daemon's command line.
struct Mlopsd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlopsd",
        abstract: "Keeps machine-learning models fresh.",
        discussion: """
            Watches schedules and directories of new data; when a condition is met it runs the pipeline that trains the \
            model, validates and registers the result, and deploys it. mlopsctl asks it anything.
            """,
        version: "mlopsd \(Version.text)")

    @Flag(help: "Serve one user instead of the system, with that user's own configuration, state and socket.")
    var user = false

    @Option(help: "The configuration directory.")
    var config: String?

    @Option(help: "The state directory.")
    var state: String?

    @Option(help: "The Unix socket to listen at.")
    var socket: String?

    @Option(
        name: .customLong("step-socket"),
        help: ArgumentHelp(
            "Where systemd starts each step in a unit of its own; default: steps are processes below the daemon.",
            valueName: "path"))
    var stepSocket: String?

    @Option(
        name: .customLong("step-user"),
        help: ArgumentHelp(
            "The user of the unit of steps whose pipeline names none; default: the daemon's.", valueName: "name"))
    var stepUser: String?

    @Flag(
        name: .customLong("check-config"),
        help: "Read the configuration, say what is wrong with it, and exit: 0 valid, 78 not.")
    var checkConfig = false

    @Option(help: ArgumentHelp("The mlopsd-shim program.", visibility: .hidden))
    var shim: String?

    mutating func run() async throws {
        do {
            let paths = try DefaultPaths(isUserInstance: user)
                .paths(configuration: config, state: state, socket: socket)
            if checkConfig { throw ConfigurationCheck(directory: paths.configuration, state: paths.state).exitCode() }
            let journal = JournalWriter.forDaemon.map { JournalCopy($0) }
            defer { journal?.finish(within: .seconds(1)) }
            var programs = DefaultPaths.programs
            if let shim { programs.shim = shim }
            programs.stepSocket = stepSocket
            programs.stepUser = stepUser
            let daemon = Daemon(paths: paths, programs: programs) { level in
                var logger = Logger(label: "mlopsd") { _ in NarrativeLogHandler(journal: journal, level: level) }
                logger.logLevel = level
                return logger
            }
            ResidentMemory.returnLargeBlocks()
            try await daemon.run()
        } catch let failure as DaemonFailure {
            StandardError.write(error: "mlopsd: \(failure)")
            throw ExitCode(failure.kind.rawValue)
        }
    }
}

extension JournalWriter {
    /// nil: standard error is where people look, in a terminal, in containers, or where it was led elsewhere.
    fileprivate static var forDaemon: JournalWriter? {
        guard let stream = getenv("JOURNAL_STREAM").map({ String(cString: $0) }) else { return nil }
        var status = stat()
        // The variable is inherited by programs whose output does not go to the journal, see systemd.exec(5).
        guard fstat(STDERR_FILENO, &status) == 0, stream == "\(status.st_dev):\(status.st_ino)" else { return nil }
        return JournalWriter()
    }
}
