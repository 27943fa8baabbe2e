import MLOpsCore
import MLOpsTestKit
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `The inbox` {
    @Test func `what waits when the loop stops is refused, and so is what comes later`() async throws {
        let inbox = Inbox()
        let pause = Demand(.pause("churn", until: nil, reason: nil), by: .daemon)
        let waiting = Task { try await inbox.demand(pause) }
        let looking = Task { try await inbox.inspect { _, _ in } }
        try await eventually("both wait") { inbox.count == 2 }
        inbox.close()
        await #expect(throws: StoreError.self) { try await waiting.value }
        await #expect(throws: StoreError.self) { try await looking.value }
        await #expect(throws: StoreError.self) { try await inbox.demand(pause) }
    }

    @Test func `a look comes once, also when the record refuses what came with it`() async throws {
        let inbox = Inbox()
        let loop = EventLoop(
            inbox: inbox, store: RefusingStore(),
            effects: .init(
                now: { .now }, perform: { _ in }, tell: { _ in }, beat: { _ in }, conflict: { _ in }))
        let looks = Counter()
        inbox.send(.configured(Configured(pipelines: [.example()])))
        inbox.send(.configured(Configured(pipelines: [.example()])))
        let counted: @Sendable (borrowing Orchestrator, Moment) -> Void = { _, _ in looks.add() }
        let looking = Task { try await inbox.inspect(counted) }
        try await eventually("all wait") { inbox.count == 3 }
        loop.start(restoring: Snapshot())
        try await looking.value
        loop.stop()
        #expect(looks.value == 1)
    }
}

/// A record that contradicts everything.
private struct RefusingStore: MetadataStore {
    func commit(_ mutations: [Mutation]) throws(StoreError) { throw StoreError(.conflict, "no") }
    func restore() throws(StoreError) -> Snapshot { Snapshot() }
    func keptReply(_ key: String) throws(StoreError) -> KeptReply? { nil }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func add() { count.withLock { $0 += 1 } }

    var value: Int { count.withLock(\.self) }
}
