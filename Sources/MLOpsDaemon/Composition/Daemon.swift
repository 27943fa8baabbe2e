import Glibc
package import Logging
import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsStore
import ServiceLifecycle

/// The composition root: makes every part, connects them, and ends them in order.
package struct Daemon: Sendable {
    private let paths: DaemonPaths
    private let programs: DaemonPrograms
    private let makeLogger: @Sendable (Logger.Level) -> Logger

    package init(paths: DaemonPaths, programs: DaemonPrograms, makeLogger: @escaping @Sendable (Logger.Level) -> Logger)
    {
        self.paths = paths
        self.programs = programs
        self.makeLogger = makeLogger
    }

    /// Runs until it is told to stop.
    package func run() async throws(DaemonFailure) {
        let passed = try passedSocket()
        let (parts, lock) = try start(passed)
        defer { withExtendedLifetime(lock) {} }
        let outcome = await serve(parts, passed)
        parts.end()
        if case .failure(let failure) = outcome { throw failure }
    }

    /// What is not tried again by itself would be tried for every caller at the socket: as long as any come, they are
    /// answered here, and it goes on once the cause is gone.
    private func start(_ passed: ListenDescriptor?) throws(DaemonFailure) -> (DaemonParts, LockFile) {
        let callers = passed.map { WaitingCallers(at: $0.descriptor) }
        var isLogged = false
        while true {
            do throws(DaemonFailure) {
                return try prepare(isActivated: passed != nil)
            } catch {
                guard error.kind == .configuration, let callers, callers.areTold() else { throw error }
                if !isLogged { makeLogger(.error).error("\(error)\nnobody is served before that is mended") }
                isLogged = true
            }
        }
    }

    private func prepare(isActivated: Bool) throws(DaemonFailure) -> (DaemonParts, LockFile) {
        let source = ConfigurationSource(
            directory: paths.configuration, statePath: paths.state,
            // The generator reads the configuration of the system alone.
            units: InstalledUnits(
                stepSocket: paths.isUserInstance ? nil : programs.stepSocket,
                startsUnits: programs.stepSocket != nil, state: paths.state,
                base: .of(programs)))
        let configuration = try loadConfiguration(from: source)
        let logger = makeLogger(configuration.settings.logLevel.level)
        let lock = try prepareState()
        if !isActivated { try refuseForeignSocket() }
        let (store, snapshot) = try StartDeadline().during {
            () throws(DaemonFailure) -> (SQLiteMetadataStore, Snapshot) in
            let store = try openStore()
            return (store, try restore(from: store))
        }
        let parts = try DaemonParts(paths: paths, programs: programs, store: store, source: source, logger: logger)
        parts.begin(configuration, snapshot)
        return (parts, lock)
    }

    private func loadConfiguration(from source: ConfigurationSource) throws(DaemonFailure) -> Configuration {
        do throws(ConfigurationError) {
            return try source.load()
        } catch {
            throw DaemonFailure(.configuration, error.diagnostics.map(\.description).joined(separator: "\n"))
        }
    }

    private func prepareState() throws(DaemonFailure) -> LockFile {
        for directory in [paths.state, paths.runs, paths.models, paths.predictions] {
            try makeDirectory(directory, mode: 0o700)
        }
        // What reads a model, as the champion or to serve it, may be another user; the state decides who gets there.
        chmod(paths.models, 0o755)
        try makeDirectory(paths.socketDirectory, mode: 0o755)
        do throws(LinuxError) {
            return try LockFile(paths.state + "/lock", patience: .seconds(2))
        } catch {
            throw DaemonFailure(
                .generic, "cannot use \"\(paths.state)\": \(error); stop the other mlopsd or choose another --state")
        }
    }

    private func makeDirectory(_ path: String, mode: mode_t) throws(DaemonFailure) {
        var prefix = ""
        for part in path.split(separator: "/") {
            prefix += "/" + part
            guard mkdir(prefix, mode) != 0, errno != EEXIST, access(prefix, F_OK) != 0 else { continue }
            throw DaemonFailure(
                .unavailable, "cannot make directory \"\(path)\": \(String(cString: strerror(errno))); make it by hand")
        }
    }

    /// Binding would remove whatever stands there, also from under a daemon with another state that serves it.
    private func refuseForeignSocket() throws(DaemonFailure) {
        guard let status = FileStatus(at: paths.socket) else { return }
        guard status.kind == .socket else {
            throw DaemonFailure(.unavailable, "cannot listen at \"\(paths.socket)\": it is not a socket; remove it")
        }
        do throws(LinuxError) {
            guard try ListeningSocket.isServed(paths.socket) else { return }
        } catch {
            throw DaemonFailure(.unavailable, "\(error)")
        }
        throw DaemonFailure(
            .unavailable,
            "cannot listen at \"\(paths.socket)\": another daemon serves it; stop that one or choose another --socket")
    }

    private func openStore() throws(DaemonFailure) -> SQLiteMetadataStore {
        do throws(StoreError) {
            return try SQLiteMetadataStore(path: paths.database)
        } catch {
            throw DaemonFailure(error.code == .newerSchema ? .configuration : .generic, error.description)
        }
    }

    private func restore(from store: SQLiteMetadataStore) throws(DaemonFailure) -> Snapshot {
        do throws(StoreError) { return try store.restore() } catch {
            throw DaemonFailure(.generic, error.description)
        }
    }

    /// The socket of a socket unit; nil: there is none.
    private func passedSocket() throws(DaemonFailure) -> ListenDescriptor? {
        let passed: [ListenDescriptor]
        do throws(LinuxError) { passed = try ListenDescriptor.takeAll() } catch {
            throw DaemonFailure(.unavailable, "\(error)")
        }
        guard let first = passed.first else { return nil }
        guard passed.count == 1, first.isUnixListener else {
            throw DaemonFailure(.unavailable, "cannot use the passed sockets: one Unix stream socket is expected")
        }
        return first
    }

    private func serve(_ parts: DaemonParts, _ passed: ListenDescriptor?) async -> Result<Void, DaemonFailure> {
        let logger = makeLogger(.error)
        let server = APIServer(services: parts.services, passed: passed, logger: logger) {
            await parts.becameReady()
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server, serviceName: "api"),
                    .init(service: parts.reporter, serviceName: "reporter"),
                    // It ends when a signal asks for the end of all.
                    .init(
                        service: parts.signals, successTerminationBehavior: .gracefullyShutdownGroup,
                        serviceName: "signals"),
                ], logger: logger))
        do {
            try await group.run()
            return .success(())
        } catch {
            return .failure(DaemonFailure(.generic, "cannot serve \"\(paths.socket)\": \(error)"))
        }
    }
}

extension DaemonPaths {
    fileprivate var socketDirectory: String {
        socket.lastIndex(of: "/").map { String(socket[..<$0]) } ?? "/"
    }
}

extension DaemonSettings.LogLevel {
    fileprivate var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        }
    }
}
