import GRDB
import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Outbox` {
    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    private func receiver(
        _ name: String, _ events: [Notice.Kind]? = nil, _ pipelines: [PipelineName]? = nil
    ) -> ReceiverDefinition {
        ReceiverDefinition(name: name, kind: .command(["/bin/true"]), events: events, pipelines: pipelines)
    }

    private func publish(_ kind: Notice.Kind, _ pipeline: PipelineName = "churn", run: Int64? = nil) throws {
        let notice = Notice(kind, pipeline, kind.rawValue, run: run.map { RunID($0) })
        try store.commit([.publish(notice, at: Instant(microseconds: 5))])
    }

    private func due(_ name: String, at microseconds: Int64 = 0) throws -> [String] {
        try store.dueEvents(for: name, at: Instant(microseconds: microseconds), limit: 10).map(\.notice.text)
    }

    private var events: Int? {
        get throws { try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM _outbox") } }
    }

    @Test func `nothing is written where nobody is told`() throws {
        try publish(.runStarted)
        #expect(try events == 0)
        try store.setReceivers([receiver("a", [.runFailed]), receiver("b", nil, ["other"])])
        try publish(.runStarted)
        #expect(try events == 0)
        // A name that is part of another is not that other.
        try publish(.runFailed, "othe")
        #expect(try due("b").isEmpty)
        #expect(try due("a") == ["runFailed"])
    }

    @Test func `an event goes when the last receiver has it`() throws {
        try store.setReceivers([receiver("a"), receiver("b")])
        try publish(.runStarted)
        let event = try #require(try store.dueEvents(for: "a", at: Instant(microseconds: 9), limit: 1).first)
        #expect(event.happenedAt == Instant(microseconds: 5) && event.attempts == 0)
        try store.delivered(event.id, to: "a")
        #expect(try due("a").isEmpty)
        #expect(try due("b") == ["runStarted"])
        #expect(try events == 1)
        try store.delivered(event.id, to: "b")
        #expect(try events == 0)
    }

    @Test func `an event that waits holds up those after it of the same run, and no others`() throws {
        try store.setReceivers([receiver("a")])
        try publish(.runStarted, run: 1)
        try publish(.runSucceeded, run: 1)
        try publish(.runFailed, run: 2)
        let first = try #require(try store.dueEvents(for: "a", at: Instant(microseconds: 0), limit: 1).first)
        try store.undelivered(first.id, to: "a", because: "away", next: Instant(microseconds: 1000))
        #expect(try due("a", at: 999) == ["runFailed"])
        #expect(try store.nextDelivery(for: "a") == Instant(microseconds: 0))
        let other = try #require(try store.dueEvents(for: "a", at: Instant(microseconds: 0), limit: 1).first)
        try store.undelivered(other.id, to: "a", because: "away", next: Instant(microseconds: 2000))
        #expect(try store.nextDelivery(for: "a") == Instant(microseconds: 1000), "what waits for another is not due")
        try store.undelivered(other.id, to: "a", because: "away", next: Instant(microseconds: 0))
        #expect(try due("a", at: 1000) == ["runStarted", "runFailed"])
        let state = try #require(try store.outbox().first)
        #expect(state.pending == 3 && state.refused == 0 && state.failure == "away")
        try store.undelivered(first.id, to: "a", because: "never", next: nil)
        #expect(try due("a") == ["runSucceeded", "runFailed"])
        #expect(try store.outbox().first?.refused == 1)
    }

    @Test func `in one lane an event that waits holds up all after it, until it is refused`() throws {
        try store.setReceivers([receiver("a")])
        for run in 1...3 { try publish(.runStarted, run: Int64(run)) }
        func due(at microseconds: Int64) throws -> [Int64] {
            try store.dueEvents(for: "a", at: Instant(microseconds: microseconds), limit: 10, isOneLane: true)
                .compactMap(\.notice.run?.number)
        }
        let first = try #require(try store.dueEvents(for: "a", at: Instant(microseconds: 0), limit: 1).first)
        #expect(try due(at: 0) == [1])
        try store.undelivered(first.id, to: "a", because: "away", next: Instant(microseconds: 1000))
        #expect(try due(at: 999).isEmpty)
        #expect(try store.nextDelivery(for: "a", isOneLane: true) == Instant(microseconds: 1000))
        #expect(try due(at: 1000) == [1])
        try store.undelivered(first.id, to: "a", because: "never", next: nil)
        #expect(try due(at: 1000) == [2])
        #expect(try store.nextDelivery(for: "a", isOneLane: true) == Instant(microseconds: 0))
    }

    @Test func `an event whose time is far in the future waits for nothing: the clock was set back`() throws {
        try store.setReceivers([receiver("a")])
        try publish(.runStarted)
        let event = try #require(try store.dueEvents(for: "a", at: Instant(microseconds: 0), limit: 1).first)
        try store.undelivered(event.id, to: "a", because: "away", next: Instant(microseconds: 86_400_000_000))
        #expect(try due("a") == ["runStarted"])
    }

    @Test func `what waits for a receiver that is named no more goes, and what waits for others stays`() throws {
        try store.setReceivers([receiver("a"), receiver("b")])
        try publish(.runStarted)
        try store.setReceivers([receiver("b")])
        #expect(try due("a").isEmpty)
        #expect(try due("b") == ["runStarted"])
        try store.setReceivers([])
        #expect(try events == 0)
        #expect(try store.outbox().isEmpty)
    }

    @Test func `an event is there when its transaction is, and only then`() throws {
        try store.setReceivers([receiver("a")])
        let notice = Notice(.runStarted, "churn", "started")
        let evidence = RecordFixtures.evidence(1)
        #expect(throws: StoreError.self) {
            try store.commit([
                .addEvidence(evidence), .publish(notice, at: Instant(microseconds: 1)), .addEvidence(evidence),
            ])
        }
        #expect(try events == 0)
        try store.commit([.addEvidence(evidence), .publish(notice, at: Instant(microseconds: 1))])
        #expect(try due("a") == ["started"])
    }

    @Test func `a thousand events of a run that waits cost no search through them`() throws {
        try store.setReceivers([receiver("a")])
        let notice = Notice(.runStarted, "churn", "started", run: RunID(1))
        try store.commit((0..<1000).map { .publish(notice, at: Instant(microseconds: $0)) })
        #expect(try due("a").count == 1)
        let plan = try store.read { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + SQLiteMetadataStore.due, arguments: ["a", 0, 10, 1]
            ).map { String(describing: $0["detail"] as String?) }
        }
        #expect(plan.joined().contains("_delivery_lane"), "\(plan)")
    }
}
