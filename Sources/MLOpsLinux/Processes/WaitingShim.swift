import CMLOpsLinux
import Glibc

/// A shim that runs already and waits to be told which attempt is its own.
///
/// It ends by itself when this value, or the daemon, is gone.
package struct WaitingShim: Sendable {
    /// Longer than a service manager is ever busy; a blocked attempt must not block all others.
    private static let patienceSeconds = 30

    package let shim: StartedShim
    /// Its standard input; the end of it is the end of the message.
    private let input: Descriptor

    /// - Parameter shim: the `mlopsd-shim` executable.
    package init(shim: String) throws(LinuxError) {
        var ends: [Int32] = [-1, -1]
        // A pair of sockets, because writing to one can be told not to raise SIGPIPE.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .last("connect", shim)
        }
        input = Descriptor(owning: ends[0])
        var request = SpawnRequest(arguments: [shim, "--wait"], environment: [])
        request.standardInput = Descriptor(owning: ends[1])
        self.shim = .child(try ProcessHandle.spawn(request))
    }

    /// Has the service manager start one in a unit of its own, which inherits nothing of this process.
    ///
    /// - Parameter socket: of a socket unit with `Accept=yes`, whose service runs `mlopsd-shim --wait` with the
    ///   connection as standard input.
    package init(connectingTo socket: String) throws(LinuxError) {
        let number = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw .last("connect to", socket) }
        input = Descriptor(owning: number)
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard mlops_connect_unix(number, socket) == 0 else { throw .last("connect to", socket) }
        self.shim = .inUnit(connection: input)
    }

    /// Gives it its attempt.
    ///
    /// - Parameters:
    ///   - passing: sockets that the job finds as descriptors 3 and up, as sd_listen_fds(3) says; the environment must
    ///     hold `LISTEN_FDS` and, for the shim to fill, `LISTEN_PID=0000000000`.
    ///   - jobInput: what the job finds as its standard input; nil: `/dev/null`.
    /// - Throws: When it is not there any more; the attempt has not been started, and can be by another shim.
    package func launch(
        _ launch: ShimProcess.Launch, passing: [Descriptor] = [], jobInput: Descriptor? = nil
    ) throws(LinuxError) {
        let words = launch.commandLine(passesInput: jobInput != nil)
        let descriptors = jobInput.map { [$0] + passing } ?? passing
        try send(Self.message(words, launch.environment, ""), descriptors, to: launch.shim)
        try end(of: launch.shim)
    }

    /// Gives it its attempt, which it makes ready and does not start, or claim, before it is released.
    ///
    /// - Throws: When it is not there any more.
    package func hold(_ launch: ShimProcess.Launch) throws(LinuxError) {
        try send(Self.message(launch.commandLine(), launch.environment, " hold"), [], to: launch.shim)
    }

    /// Has it start the attempt that it holds.
    ///
    /// - Throws: When it is not there any more; the attempt has not been started, and can be by another shim.
    package func release(_ launch: ShimProcess.Launch) throws(LinuxError) {
        try send([UInt8(ascii: "\n")], [], to: launch.shim)
        try end(of: launch.shim)
        // The kernel wakes it on this processor, where it would wait until the caller has nothing else to do.
        sched_yield()
    }

    /// Lets it end without an attempt; one that it holds is never started.
    package func abandon() { _ = shutdown(input.number, Int32(SHUT_WR)) }

    private static func message(_ words: [String], _ environment: [String], _ mode: String) -> [UInt8] {
        var message = Array("\(words.count) \(environment.count)\(mode)\0".utf8)
        for text in words + environment { message += Array(text.utf8) + [0] }
        return message
    }

    private func send(_ message: [UInt8], _ passing: [Descriptor], to shim: String) throws(LinuxError) {
        var rest = message[...]
        var numbers = passing.map(\.number)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                mlops_send_with_descriptors(input.number, bytes.baseAddress, bytes.count, numbers, numbers.count)
            }
            if count >= 0 {
                numbers = []
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw .last("start", shim)
            }
        }
    }

    private func end(of shim: String) throws(LinuxError) {
        guard shutdown(input.number, Int32(SHUT_WR)) == 0 else { throw .last("start", shim) }
    }
}
