package import Dispatch
package import MLOpsCore
import Synchronization

/// Where everything that happens waits for the event loop; any thread may send.
///
/// Sources coalesce before they send, so its length is bounded by what they hold back, not by what happens outside.
package final class Inbox: Sendable {
    package enum Envelope: Sendable {
        case event(Event)
        /// The answer is called once, after the decision is committed or could not be.
        case demand(Demand, answer: @Sendable (Result<Reply, StoreError>) -> Void)
        /// A look at the state between two events.
        case inspection(@Sendable (borrowing Orchestrator, Moment) -> Void)
    }

    private let waiting = Mutex<[Envelope]>([])
    private let arrival = DispatchSemaphore(value: 0)

    package init() {}

    package func send(_ event: Event) { put(.event(event)) }

    /// Asks for something and waits until the decision about it is committed.
    package func demand(_ demand: Demand) async throws(StoreError) -> Reply {
        let result = await withCheckedContinuation { continuation in
            put(.demand(demand) { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    /// Reads the state as it is after the events sent so far.
    package func inspect<Value: Sendable>(
        _ look: @escaping @Sendable (borrowing Orchestrator, Moment) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            put(.inspection { orchestrator, now in continuation.resume(returning: look(orchestrator, now)) })
        }
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
