import Dispatch
import FoundationEssentials
import Glibc

/// A run of the built `mlopsctl`, from the outside.
struct ProgramRun: Sendable {
    var status: Int32
    var output: String
    var errors: String
    var milliseconds: Double

    /// Where its stdout goes.
    enum Output: Sendable {
        case captured
        case closed
        /// A pipe that nobody reads.
        case broken
    }

    static func mlopsctl(
        _ arguments: [String], environment: [String: String] = [:], output: Output = .captured
    ) async throws -> ProgramRun {
        try await withCheckedThrowingContinuation { continuation in
            // Waiting for a process would block one of the few threads that tasks share.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try run(arguments, environment, output) })
            }
        }
    }

    /// The program lies beside the tests that were built with it.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let executable = String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return URL(filePath: executable).deletingLastPathComponent().appending(path: "mlopsctl").path()
    }()

    private static func run(
        _ arguments: [String], _ environment: [String: String], _ output: Output
    ) throws -> ProgramRun {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "\(directory)/err", O_WRONLY | O_CREAT, 0o600)
        var broken: [Int32] = [-1, -1]
        switch output {
        case .captured:
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "\(directory)/out", O_WRONLY | O_CREAT, 0o600)
        case .closed: posix_spawn_file_actions_addclose(&actions, STDOUT_FILENO)
        case .broken:
            pipe(&broken)
            close(broken[0])
            posix_spawn_file_actions_adddup2(&actions, broken[1], STDOUT_FILENO)
        }
        defer { if output == .broken { close(broken[1]) } }
        let start = ContinuousClock.now
        let status = try spawn(
            arguments, ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"].merging(environment) { $1 }, &actions)
        let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
        return ProgramRun(
            status: status, output: read("\(directory)/out"), errors: read("\(directory)/err"), milliseconds: elapsed)
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String: String], _ actions: inout posix_spawn_file_actions_t
    ) throws -> Int32 {
        var process: pid_t = 0
        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        let code = posix_spawn(&process, path, &actions, nil, &argv, &envp)
        guard code == 0 else { throw Failure(code: code) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure(code: errno) }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    private struct Failure: Error {
        var code: Int32
    }

    private static func read(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
