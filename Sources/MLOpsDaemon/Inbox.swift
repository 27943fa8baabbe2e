import Dispatch
package import MLOpsCore
import Synchronization

/// Where everything that happens waits for the event loop; any thread may send.
///
/// Sources coalesce before they send, so its length is bounded by what they hold back, not by what happens outside.
package final class Inbox: Sendable {
    package struct Envelope: Sendable {
        package var event: Event
        /// Called once, after the decision is committed or could not be.
        package var answer: (@Sendable (Result<Reply, StoreError>) -> Void)?
    }

    private let waiting = Mutex<[Envelope]>([])
    private let arrival = DispatchSemaphore(value: 0)

    package init() {}

    package func send(_ event: Event) { put(Envelope(event: event, answer: nil)) }

    /// Asks for something and waits until the decision about it is committed.
    package func demand(_ demand: Demand) async throws(StoreError) -> Reply {
        let result = await withCheckedContinuation { continuation in
            put(Envelope(event: .demanded(demand)) { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    /// Takes all that waits; blocks until something does or the time is over, then returns what there is.
    package func takeAll(waiting limit: DispatchTimeInterval) -> [Envelope] {
        _ = arrival.wait(timeout: .now() + limit)
        return waiting.withLock { envelopes in
            defer { envelopes = [] }
            return envelopes
        }
    }

    /// Makes a blocked `takeAll` return.
    package func wake() { arrival.signal() }

    private func put(_ envelope: Envelope) {
        let wasEmpty = waiting.withLock { envelopes in
            defer { envelopes.append(envelope) }
            return envelopes.isEmpty
        }
        if wasEmpty { arrival.signal() }
    }
}
