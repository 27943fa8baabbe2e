import Dispatch
import MLOpsSchedule
import Synchronization

/// Messages for a thread of its own; any thread may post.
final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    /// Returns false when nobody will take the message any more.
    @discardableResult
    func post(_ message: Message) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            defer { state.messages.append(message) }
            return (true, state.messages.isEmpty)
        }
        if isFirst { arrival.signal() }
        return isTaken
    }

    /// Takes all that waits; blocks until something does or the time is over.
    ///
    /// nil: without end.
    func takeAll(within time: Duration?) -> [Message] {
        _ = arrival.wait(timeout: time.map { .now() + .microseconds(Int(clamping: $0.microseconds)) } ?? .distantFuture)
        return take()
    }

    /// Refuses what comes from now on; returns what still waits.
    func close() -> [Message] {
        state.withLock { $0.isClosed = true }
        return take()
    }

    private func take() -> [Message] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }
}
