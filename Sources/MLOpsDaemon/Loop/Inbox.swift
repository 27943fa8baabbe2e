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
        case demand(Demand, DemandKey?, answer: @Sendable (Result<Reply, StoreError>) -> Void)
        /// A look at the state between two events; one of the two is called, once.
        case inspection(
            @Sendable (borrowing Orchestrator, Moment) -> Void, refuse: @Sendable (StoreError) -> Void)

        var isInspection: Bool { if case .inspection = self { true } else { false } }

        /// Answers whoever waits for something that will not be decided any more.
        func refuse(_ error: StoreError) {
            switch self {
            case .event: break
            case .demand(_, _, let answer): answer(.failure(error))
            case .inspection(_, let refuse): refuse(error)
            }
        }
    }

    private struct State {
        var waiting: [Envelope] = []
        var isClosed = false
    }

    private static let stopping = StoreError(.other, "cannot decide: mlopsd is stopping; try again when it is back")

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    package init() {}

    /// What waits at present.
    var count: Int { state.withLock(\.waiting.count) }

    package func send(_ event: Event) { put(.event(event)) }

    /// Asks for something and waits until the decision about it is committed.
    ///
    /// - Parameter key: With a key that was used before, the reply is the one of that time, and nothing happens.
    package func demand(_ demand: Demand, _ key: DemandKey? = nil) async throws(StoreError) -> Reply {
        try await withCheckedContinuation { continuation in
            put(.demand(demand, key) { continuation.resume(returning: $0) })
        }.get()
    }

    /// Reads the state as it is after the events sent so far.
    package func inspect<Value: Sendable>(
        _ look: @escaping @Sendable (borrowing Orchestrator, Moment) -> Value
    ) async throws(StoreError) -> Value {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, StoreError>, Never>) in
            put(
                .inspection { orchestrator, now in
                    continuation.resume(returning: .success(look(orchestrator, now)))
                } refuse: {
                    continuation.resume(returning: .failure($0))
                })
        }.get()
    }

    /// Takes all that waits; blocks until something does or the time is over, then returns what there is.
    package func takeAll(waiting limit: DispatchTimeInterval) -> [Envelope] {
        _ = arrival.wait(timeout: .now() + limit)
        return state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Makes a blocked `takeAll` return.
    package func wake() { arrival.signal() }

    /// Refuses all that waits and all that comes from now on.
    package func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for envelope in left { envelope.refuse(Self.stopping) }
    }

    private func put(_ envelope: Envelope) {
        let (isTaken, isFirst) = state.withLock { state in
            if state.isClosed { return (false, false) }
            defer { state.waiting.append(envelope) }
            return (true, state.waiting.isEmpty)
        }
        if !isTaken { envelope.refuse(Self.stopping) }
        if isFirst { arrival.signal() }
    }
}
