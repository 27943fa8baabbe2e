import CMLOpsLinux
import Glibc

/// A started command with its pipes.
struct RunningCommand: Sendable {
    private let process: ProcessHandle
    private let output: Descriptor
    private let errorOutput: Descriptor
    private let stopRequest: Descriptor
    private let maximumOutputBytes: Int

    init(_ request: SpawnRequest, maximumOutputBytes: Int) throws(LinuxError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .last("create", "eventfd") }
        stopRequest = Descriptor(owning: number)
        self.maximumOutputBytes = maximumOutputBytes
        var request = request
        (output, request.standardOutput) = try Self.pipe()
        (errorOutput, request.standardError) = try Self.pipe()
        process = try ProcessHandle.spawn(request)
    }

    func stop() {
        var one: UInt64 = 1
        _ = write(stopRequest.number, &one, 8)  // a full counter means that it was asked already
    }

    /// Waits for the end of the command itself; a grandchild that keeps a pipe open is not waited for.
    func wait(timeout: Duration, stopTimeout: Duration) -> CommandOutcome {
        let clock = ContinuousClock()
        var deadline = clock.now + timeout
        var capture = CommandCapture(maximumBytes: maximumOutputBytes)
        var signal = SIGTERM
        var hasTimedOut = false
        var waits = [process.descriptor, stopRequest, output, errorOutput].map {
            pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0)
        }
        while true {
            let left = clock.now.duration(to: deadline)
            _ = poll(&waits, nfds_t(waits.count), Int32(clamping: max(0, left.milliseconds + 1)))
            if waits[2].revents != 0, !capture.readOutput(output) { waits[2].fd = -1 }
            if waits[3].revents != 0, !capture.readErrorOutput(errorOutput) { waits[3].fd = -1 }
            if waits[0].revents != 0, let end = process.reap() {
                return finish(capture, end, hasTimedOut: hasTimedOut)
            }
            let isCancelled = waits[1].revents != 0
            guard isCancelled || clock.now >= deadline else { continue }
            waits[1].fd = -1
            hasTimedOut = hasTimedOut || !isCancelled
            kill(-process.pid, signal)  // ours until reaped, so the number cannot be another group's
            signal = SIGKILL
            deadline = clock.now + stopTimeout
        }
    }

    private func finish(_ capture: CommandCapture, _ end: ProcessEnd, hasTimedOut: Bool) -> CommandOutcome {
        var capture = capture
        for _ in 0..<32 where !capture.readOutput(output) { break }
        for _ in 0..<32 where !capture.readErrorOutput(errorOutput) { break }
        return CommandOutcome(
            end: end, output: capture.output, errorOutput: capture.errorOutput, droppedBytes: capture.droppedBytes,
            hasTimedOut: hasTimedOut)
    }

    /// Returns the reading end, which does not block, and the writing end.
    private static func pipe() throws(LinuxError) -> (Descriptor, Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard mlops_pipe(&ends) == 0 else { throw .last("create", "pipe") }
        return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000
    }
}
