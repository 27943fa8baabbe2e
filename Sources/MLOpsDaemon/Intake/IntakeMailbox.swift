import Dispatch
import MLOpsSchedule
import Synchronization

/// Messages for the intake thread; any thread may post.
final class IntakeMailbox: Sendable {
    private let waiting = Mutex<[IntakeMessage]>([])
    private let arrival = DispatchSemaphore(value: 0)

    func post(_ message: IntakeMessage) {
        let wasEmpty = waiting.withLock { messages in
            defer { messages.append(message) }
            return messages.isEmpty
        }
        if wasEmpty { arrival.signal() }
    }

    /// Takes all that waits; blocks until something does or the time is over. nil: without end.
    func takeAll(within time: Duration?) -> [IntakeMessage] {
        _ = arrival.wait(timeout: time.map { .now() + .microseconds(Int(clamping: $0.microseconds)) } ?? .distantFuture)
        return waiting.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }

    var isEmpty: Bool { waiting.withLock(\.isEmpty) }
}
