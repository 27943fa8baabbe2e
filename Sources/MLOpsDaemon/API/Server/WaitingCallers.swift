import FoundationEssentials
import Glibc
import MLOpsControl
import MLOpsLinux

/// Callers at the socket of a daemon that can not start.
///
/// Each of them has the service manager start it, and one that is left there has it do so again and again, until it
/// gives up and starts the daemon no more, not even with a configuration that was repaired.
final class WaitingCallers {
    /// So long nobody asks before the daemon ends; ten starts in 5 min are what `mlopsd.service` allows.
    private static let silence = Duration.seconds(30)
    private static let pause = Duration.seconds(1)
    private static let patienceMilliseconds: Int32 = 200

    private let socket: Descriptor
    private var lastCall: ContinuousClock.Instant?

    /// - Parameter socket: a listening Unix socket, which stays open.
    init(at socket: Descriptor) { self.socket = socket }

    /// Tells everybody who waits that the daemon can not start, and waits a moment for more.
    ///
    /// - Returns: Whether anybody has asked lately, for whom it is worth trying again.
    func areTold() -> Bool {
        let clock = ContinuousClock()
        while isReadable(socket, 0), let caller = accept() {
            lastCall = clock.now
            answer(caller)
        }
        guard let lastCall, clock.now - lastCall < Self.silence else { return false }
        _ = isReadable(socket, Int32(Self.pause / .milliseconds(1)))
        return true
    }

    private func accept() -> Descriptor? {
        let number = Glibc.accept(socket.number, nil, nil)
        guard number >= 0 else { return nil }
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        return Descriptor(owning: number)
    }

    private func answer(_ caller: Descriptor) {
        // With a question that nobody read the connection would end in an error, not with the answer.
        var question = [UInt8](repeating: 0, count: 65_536)
        if isReadable(caller, Self.patienceMilliseconds) { _ = recv(caller.number, &question, question.count, 0) }
        let answer = Self.answer
        // A caller that has gone, or takes nothing, has no use for it.
        _ = answer.withUnsafeBytes { send(caller.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    private func isReadable(_ descriptor: Descriptor, _ milliseconds: Int32) -> Bool {
        var source = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, milliseconds) > 0
    }

    /// What is wrong is for those who may read the configuration, and anybody may ask.
    private static var answer: [UInt8] {
        let problem = Problem(
            type: "about:blank", title: "Service Unavailable", status: 503,
            detail: "mlopsd cannot start: its configuration or its record is not one that it can use",
            code: .unavailable, hint: "mlopsctl check and journalctl -u mlopsd tell what is wrong")
        // A problem that can not be written says as much by its status.
        let body = (try? ControlJSON.encode(problem)) ?? Data()
        let head = """
            HTTP/1.1 503 Service Unavailable\r
            Content-Type: application/problem+json\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r

            """
        return Array(head.utf8) + Array(body)
    }
}
