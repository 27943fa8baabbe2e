import CMLOpsLinux
import Dispatch
import Glibc
import Synchronization

/// A process started by a test, with an environment and files of its own and nothing of the test's.
final class ChildProcess: Sendable {
    let pid: pid_t
    /// nil: it has not ended.
    private let wait = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - output: the file that its standard output is appended to.
    ///   - errors: the same for standard error.
    init(
        _ program: String, _ arguments: [String], environment: [String: String], output: String, errors: String
    ) throws {
        pid = try Self.spawn(program, arguments, environment, output, errors)
        DispatchQueue(label: "child.\(pid)").async { [self] in reap() }
    }

    /// How it ended; nil: it has not.
    var end: ProcessEnd? { wait.withLock(\.self).map(ProcessEnd.init) }

    /// Sends a signal; a process that has ended gets none, whoever has its number now.
    func send(_ signal: Int32) {
        wait.withLock { status in
            if status == nil { _ = kill(pid, signal) }
        }
    }

    func ended(within limit: Duration = .seconds(300)) async throws -> ProcessEnd {
        try await eventually(within: limit, "process \(pid) does not end") { end }
    }

    private func reap() {
        var info = siginfo_t()
        // The number stays its own until it is reaped below, and nobody signals it meanwhile.
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        wait.withLock { status in
            var raw: Int32 = 0
            waitpid(pid, &raw, 0)
            status = raw
        }
    }
}

extension ChildProcess {
    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String: String], _ output: String, _ errors: String
    ) throws -> pid_t {
        let streams = [open("/dev/null", O_RDONLY | O_CLOEXEC), append(to: output), append(to: errors)]
        var process: pid_t = 0
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            (argv + envp).forEach { free($0) }
            streams.forEach { close($0) }
        }
        let code = mlops_spawn(&process, program, &argv, &envp, nil, streams[0], streams[1], streams[2])
        guard code == 0 else { throw HarnessError("cannot start \(program): \(String(cString: strerror(code)))") }
        return process
    }

    private static func append(to path: String) -> Int32 {
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }
}
