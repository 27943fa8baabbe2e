import Dispatch
import Logging
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// Tells receivers what happened: every event at least once, those of a run in their order, a mirror all in their order.
///
/// What is to be told was written in the transaction in which it happened, so a crash loses nothing; what a receiver took
/// just before a crash it gets again, under the same id. A receiver that fails or hangs holds up nobody else.
final class Outbox: Sendable {
    /// Events that are read at once.
    private static let portion = 100
    private static let longestPause = Duration.seconds(15 * 60)
    private static let firstPause = Duration.seconds(1)
    /// Nothing that waits is overlooked for longer, whatever the clock does.
    private static let longestRest = Duration.seconds(60)

    private struct State {
        var desks: [Desk] = []
    }

    /// A receiver and its place of work.
    private final class Desk: Sendable {
        let definition: ReceiverDefinition
        let receiver: any Receiver
        let queue: DispatchQueue
        let isAwake = Atomic<Bool>(false)
        let isClosed = Atomic<Bool>(false)

        init(_ definition: ReceiverDefinition, _ receiver: any Receiver) {
            self.definition = definition
            self.receiver = receiver
            queue = DispatchQueue(label: "mlopsd.outbox.\(definition.name)", qos: .utility)
        }
    }

    private let store: SQLiteMetadataStore
    private let make: @Sendable (ReceiverDefinition) -> any Receiver
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let state = Mutex(State())

    init(
        store: SQLiteMetadataStore, now: @escaping @Sendable () -> Instant, logger: Logger,
        make: @escaping @Sendable (ReceiverDefinition) -> any Receiver
    ) {
        self.store = store
        self.now = now
        self.logger = logger
        self.make = make
    }

    /// Whether anybody is told of anything.
    var isOn: Bool { state.withLock { !$0.desks.isEmpty } }

    /// Puts other receivers in force; the ones that stay go on with what waits for them.
    func configure(_ definitions: [ReceiverDefinition]) {
        if definitions == state.withLock({ $0.desks.map(\.definition) }), !definitions.isEmpty { return }
        do throws(StoreError) {
            try store.setReceivers(definitions)
        } catch {
            logger.error("cannot change who is told of events: \(error); those of before are told")
            return
        }
        let desks = definitions.map { Desk($0, make($0)) }
        let former = state.withLock { state in
            defer { state.desks = desks }
            return state.desks
        }
        for desk in former { desk.isClosed.store(true, ordering: .releasing) }
        wake()
    }

    /// Something may be there to tell; returns at once.
    func wake() {
        for desk in state.withLock(\.desks) { wake(desk) }
    }

    private func wake(_ desk: Desk) {
        guard !desk.isAwake.exchange(true, ordering: .acquiringAndReleasing) else { return }
        desk.queue.async { [self] in
            desk.isAwake.store(false, ordering: .releasing)
            work(desk)
        }
    }

    private func work(_ desk: Desk) {
        do throws(StoreError) {
            while !desk.isClosed.load(ordering: .acquiring) {
                let due = try store.dueEvents(
                    for: desk.definition.name, at: now(), limit: Self.portion, isOneLane: desk.definition.isOneLane)
                if due.isEmpty { break }
                for event in due where !desk.isClosed.load(ordering: .acquiring) { try tell(event, to: desk) }
            }
            let next = try store.nextDelivery(for: desk.definition.name, isOneLane: desk.definition.isOneLane)
            if let next { rest(desk, until: next) }
        } catch {
            // Told by the loop, which cannot write the record either.
            rest(desk, until: now() + Self.longestRest)
        }
    }

    private func rest(_ desk: Desk, until next: Instant) {
        let pause = min(max(next - now(), .milliseconds(10)), Self.longestRest)
        desk.queue.asyncAfter(deadline: .now() + .microseconds(Int(pause.microseconds))) { [self] in
            if !desk.isClosed.load(ordering: .acquiring) { wake(desk) }
        }
    }

    private func tell(_ event: OutgoingEvent, to desk: Desk) throws(StoreError) {
        let name = desk.definition.name
        switch desk.receiver.take(event) {
        case .made: try store.delivered(event.id, to: name)
        case .failed(let reason):
            if event.attempts == 0 { logger.warning("\(name) was not told of event \(event.id): \(reason)") }
            let next = now() + Self.pause(after: event.attempts + 1)
            try store.undelivered(event.id, to: name, because: reason, next: next)
        case .refused(let reason):
            logger.error("\(name) refuses event \(event.id), which it is not told of again: \(reason)")
            try store.undelivered(event.id, to: name, because: reason, next: nil)
        }
    }

    /// Doubles from a second to a quarter of an hour.
    static func pause(after attempts: Int) -> Duration {
        min(firstPause * (1 << min(max(attempts - 1, 0), 20)), longestPause)
    }
}
