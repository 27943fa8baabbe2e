import Dispatch
import MLOpsCore
package import MLOpsLinux
import Synchronization

/// Messages on their way to the journal, in order.
///
/// Nobody waits for it: what it has no room for is kept here, up to a bound, and written from a thread of its own.
package final class JournalCopy: Sendable {
    private static let mostWaiting = 4096

    private struct State {
        /// Reversed: the oldest is the last.
        var sending: [[UInt8]] = []
        var waiting: [[UInt8]] = []
        var omitted: Int64 = 0
        var isSending = false
    }

    private let writer: JournalWriter
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "mlopsd.journal", qos: .utility)
    private let ended = DispatchGroup()

    package init(_ writer: JournalWriter) { self.writer = writer }

    /// - Throws: Where the journal is gone.
    package func write(_ message: String, priority: Int, fields: [JournalField]) throws(LinuxError) {
        let record = JournalWriter.record(message, priority: priority, fields: fields)
        let begins = try state.withLock { (state) throws(LinuxError) -> Bool in
            if !state.isSending, try writer.write(record, waits: false) { return false }
            guard state.waiting.count < Self.mostWaiting else {
                state.omitted += 1
                return false
            }
            state.waiting.append(record)
            defer { state.isSending = true }
            return !state.isSending
        }
        guard begins else { return }
        queue.async(group: ended) { [self] in
            while let record = next(), send(record) {}
        }
    }

    /// Lets what waits reach the journal, for so long at most.
    package func finish(within limit: Duration) {
        let microseconds = Int(clamping: limit.components.seconds * 1_000_000)
        _ = ended.wait(timeout: .now() + .microseconds(microseconds))  // What is not there by then is lost.
    }

    /// Returns false where the journal is gone, and all that waited for it is lost.
    private func send(_ record: [UInt8]) -> Bool {
        do throws(LinuxError) {
            return try writer.write(record, waits: true)
        } catch {
            state.withLock { $0 = State() }
            return false
        }
    }

    /// nil: nothing waits any more.
    private func next() -> [UInt8]? {
        state.withLock { state in
            if state.sending.isEmpty {
                state.sending = state.waiting.reversed()
                state.waiting = []
            }
            if let record = state.sending.popLast() { return record }
            guard state.omitted == 0 else { return Self.words(of: &state.omitted) }
            state.isSending = false
            return nil
        }
    }

    private static func words(of omitted: inout Int64) -> [UInt8] {
        defer { omitted = 0 }
        return JournalWriter.record(
            "\(omitted.counted("message")) \(omitted == 1 ? "is" : "are") not in the journal, which did not keep up; "
                + "mlopsctl shows what was done",
            priority: 4, fields: [JournalField("SYSLOG_IDENTIFIER", "mlopsd")])
    }
}
