import Synchronization

/// Notices the end of processes, children or adopted ones, and reaps the children.
///
/// One thread for any number.
package struct ProcessMonitor: Sendable {
    private let thread: EventThread

    package init(on thread: EventThread) {
        self.thread = thread
    }

    /// Calls `body` once on the event thread when the process has ended; a child is reaped even if nobody listens.
    ///
    /// Ask once for each child: its status can be read only once.
    package func whenEnded(
        _ process: ProcessHandle, _ body: @escaping @Sendable (ProcessEnd) -> Void
    ) throws(LinuxError) {
        try thread.whenReadable(process.descriptor, once: true) {
            body(process.reap() ?? .unknown)
        }
    }

    /// Calls `body` once on the event thread when the shim has ended.
    package func whenEnded(_ shim: StartedShim, _ body: @escaping @Sendable () -> Void) throws(LinuxError) {
        switch shim {
        case .child(let process): try whenEnded(process) { _ in body() }
        // Nothing is ever sent back: what there is to read is the end.
        case .inUnit(let connection): try thread.whenReadable(connection, once: true, body)
        }
    }

    /// Waits for the end of the process; nil when the task was cancelled first.
    package func end(of process: ProcessHandle) async throws(LinuxError) -> ProcessEnd? {
        let (stream, continuation) = AsyncStream.makeStream(of: ProcessEnd.self)
        try whenEnded(process) { end in
            continuation.yield(end)
            continuation.finish()
        }
        for await end in stream { return end }
        return nil
    }
}
