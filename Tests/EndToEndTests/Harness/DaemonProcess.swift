import Glibc
import MLOpsControl
import Synchronization

/// A daemon of a test: `mlopsd` as it was built, in a sandbox, without anything of the machine's.
final class DaemonProcess: Sendable {
    let sandbox: Sandbox
    private let extraEnvironment: [String: String]
    private let socket: String
    private let process = Mutex<ChildProcess?>(nil)

    /// - Parameter socket: nil: that of the sandbox.
    init(in sandbox: Sandbox, environment: [String: String] = [:], socket: String? = nil) {
        self.sandbox = sandbox
        self.socket = socket ?? sandbox.socket
        extraEnvironment = environment
    }

    var pid: pid_t { process.withLock { $0?.pid ?? -1 } }

    /// What it said on standard error, from all its starts.
    var log: String { sandbox.text("mlopsd.log") ?? "" }

    var client: ControlClient { ControlClient(endpoint: .socket(path: sandbox.socket)) }

    var environment: [String: String] {
        [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": sandbox.path + "/home", "LANG": "C.UTF-8",
            "SWIFT_BACKTRACE": "enable=no",
        ].merging(extraEnvironment) { $1 }
    }

    var arguments: [String] {
        ["--config", "\(sandbox.path)/etc", "--state", "\(sandbox.path)/state", "--socket", socket]
    }

    /// Starts it and returns when it takes requests.
    func start() async throws {
        let child = try spawn()
        try await eventually("the daemon is not ready: \(log)") {
            if let end = child.end { throw HarnessError("the daemon ended with \(end): \(log)") }
            return await isReady
        }
    }

    /// Starts it and returns how it ended, for starts that must fail.
    func startInVain() async throws -> ProcessEnd { try await spawn().ended() }

    /// Whether it answers and takes requests.
    var isReady: Bool {
        get async {
            // No answer is what is asked about.
            let health: HealthResponse? = try? await client.get(.readyz)
            return health != nil
        }
    }

    func send(_ signal: Int32) { process.withLock(\.self)?.send(signal) }

    /// SIGKILL: nothing of it gets to do anything more.
    func crash() async throws {
        send(SIGKILL)
        try await ended()
    }

    /// SIGTERM, as a service manager stops it.
    @discardableResult
    func stop() async throws -> ProcessEnd {
        send(SIGTERM)
        return try await ended()
    }

    @discardableResult
    func ended() async throws -> ProcessEnd {
        guard let child = process.withLock(\.self) else { throw HarnessError("the daemon was never started") }
        return try await child.ended()
    }

    var hasEnded: Bool { process.withLock { $0?.end != nil } }

    /// Leaves nothing behind: not the daemon, no shim, no job.
    func tearDown() async {
        send(SIGKILL)
        // A process that survives SIGKILL is the kernel's affair.
        _ = try? await ended()
        ProcessTable.killAll(of: sandbox.path)
    }

    private func spawn() throws -> ChildProcess {
        let log = sandbox.path + "/mlopsd.log"
        let child = try ChildProcess(
            BuiltProgram.mlopsd.path, arguments, environment: environment, output: log, errors: log)
        process.withLock { $0 = child }
        return child
    }
}
