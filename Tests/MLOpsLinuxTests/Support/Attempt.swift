import Glibc
import MLOpsLinux
import Testing

/// One attempt run by the real shim in a scratch directory.
struct Attempt {
    static let events = Result { () throws(LinuxError) in try EventThread(name: "test-events") }

    let scratch: Scratch
    let record: String

    init() throws {
        scratch = try Scratch()
        record = try scratch.directory("record")
    }

    static var monitor: ProcessMonitor {
        get throws { ProcessMonitor(on: try events.get()) }
    }

    /// The shim stands beside the test bundle.
    static var shim: String {
        get throws {
            let executable = try SafeDirectory.realPath(of: "/proc/self/exe")
            let arguments = CommandLine.arguments + [executable]
            for argument in arguments {
                guard let range = argument.firstRange(of: "/debug/") ?? argument.firstRange(of: "/release/") else {
                    continue
                }
                let candidate = argument[..<range.upperBound] + "mlopsd-shim"
                if access(String(candidate), X_OK) == 0 { return String(candidate) }
            }
            return try #require(nil as String?, "no mlopsd-shim beside \(arguments)")
        }
    }

    func launch(_ arguments: [String], environment: [String] = ["PATH=/usr/bin:/bin"]) throws -> ShimProcess.Launch {
        ShimProcess.Launch(
            shim: try Self.shim, recordDirectory: record, arguments: arguments, environment: environment)
    }

    func start(_ script: String, adjust: (inout ShimProcess.Launch) -> Void = { _ in }) throws -> ProcessHandle {
        var launch = try launch(["/bin/sh", "-c", script])
        launch.workingDirectory = scratch.path
        adjust(&launch)
        return try ShimProcess.start(launch)
    }

    /// Starts a job that says `ready` when it runs, and returns when it has said so.
    func startReady(_ script: String, adjust: (inout ShimProcess.Launch) -> Void = { _ in }) async throws
        -> ProcessHandle
    {
        let shim = try start("ready() { echo > ready; }; " + script, adjust: adjust)
        try await eventually("the job says that it is ready") { access(scratch.path("ready"), F_OK) == 0 }
        return shim
    }

    /// Waits for the shim to end and returns what it recorded.
    func end(of shim: ProcessHandle) async throws -> ShimRecord {
        _ = try await Self.monitor.end(of: shim)
        return try ShimRecord.inspect(record)
    }

    func exit(of shim: ProcessHandle) async throws -> ExitRecord {
        let state = try await end(of: shim)
        guard case .exited(let record) = state else {
            throw UnexpectedState(state: state)
        }
        return record
    }

    func run(_ script: String, adjust: (inout ShimProcess.Launch) -> Void = { _ in }) async throws -> ExitRecord {
        try await exit(of: start(script, adjust: adjust))
    }
}

struct UnexpectedState: Error {
    let state: ShimRecord
}
