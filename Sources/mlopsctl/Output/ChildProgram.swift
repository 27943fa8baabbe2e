import FoundationEssentials
import Glibc
import MLOpsControl

/// A program that this one starts and talks to over a socket, which is its stdin and may be its stdout.
struct ChildProgram {
    struct NotStarted: Error {
        var code: Int32
        var description: String { SystemErrorText.text(code) }
    }

    let process: pid_t
    /// Our end of the socket; the caller closes it.
    let socket: Int32

    /// Starts a program found in `PATH`, with `environment` added to our own.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], takingOutput: Bool
    ) throws(NotStarted) -> ChildProgram {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw NotStarted(code: errno) }
        defer { close(ends[1]) }
        var process: pid_t = 0
        let code = spawn(&process, arguments, environment, ends[1], takingOutput: takingOutput)
        guard code == 0 else {
            close(ends[0])
            throw NotStarted(code: code)
        }
        return ChildProgram(process: process, socket: ends[0])
    }

    /// Returns its exit status; 128 and the signal's number when it was killed, as a shell counts.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return 127 }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    private static func spawn(
        _ process: inout pid_t, _ arguments: [String], _ additions: [String: String], _ descriptor: Int32,
        takingOutput: Bool
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
        if takingOutput { posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO) }

        // Our ignored signals would be ignored by it as well.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        sigaddset(&defaults, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        let environment = ProcessInfo.processInfo.environment.merging(additions) { _, added in added }
        return withCStrings(arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawnp(&process, argv[0] ?? strdup(""), &actions, &attributes, argv, envp)
            }
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            // The array ends with nil and so is never empty.
            guard let start = buffer.baseAddress else { preconditionFailure("an array of C strings has no end") }
            return body(start)
        }
    }
}
