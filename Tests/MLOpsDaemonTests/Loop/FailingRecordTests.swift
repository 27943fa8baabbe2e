import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `A record that fails` {
    /// Fails as often as it is told to.
    private final class FailingStore: MetadataStore, Sendable {
        struct State {
            var record = InMemoryMetadataStore()
            var commitsToFail = 0
            var readsToFail = 0
            var commits = 0
        }

        let state = Mutex(State())

        func commit(_ mutations: [Mutation]) throws(StoreError) {
            try state.withLock { state throws(StoreError) in
                state.commits += 1
                state.commitsToFail -= 1
                if state.commitsToFail >= 0 { throw StoreError(.full, "cannot write: no space") }
                try state.record.commit(mutations)
            }
        }

        func restore() throws(StoreError) -> Snapshot {
            try state.withLock { state throws(StoreError) in
                state.readsToFail -= 1
                if state.readsToFail >= 0 { throw StoreError(.inputOutput, "cannot read: it fails") }
                return state.record.restore()
            }
        }

        func keptReply(_ key: String) -> KeptReply? { nil }

        func fail(commits: Int, reads: Int) {
            state.withLock {
                $0.commitsToFail = commits
                $0.readsToFail = reads
            }
        }
    }

    /// What the loop did, in order.
    private final class Shell: Sendable {
        let performed = Mutex<[Command]>([])
        let beats = Mutex<[StoreError.Code?]>([])
    }

    private static func file(_ sequence: Int64) -> FileRecord {
        FileRecord(
            path: Array("\(sequence)".utf8), state: .ready,
            fingerprint: .init(
                device: 1, inode: UInt64(sequence), size: 1, modifiedNanoseconds: 0, changedNanoseconds: 0),
            sequence: sequence, rung: .rename, observedAt: Instant(seconds: 0))
    }

    @Test(arguments: [0, 1, 2])
    func `P12 and can not be read back neither loses nor repeats what waits`(readsThatFail: Int) async throws {
        let (inbox, store, shell) = (Inbox(), FailingStore(), Shell())
        let loop = EventLoop(
            inbox: inbox, store: store,
            effects: .init(
                now: { .now }, perform: { command in shell.performed.withLock { $0.append(command) } }, tell: { _ in },
                beat: { failure in shell.beats.withLock { $0.append(failure?.code) } },
                conflict: { Issue.record("\($0)") }))
        loop.start(restoring: Snapshot())
        inbox.send(.configured(Configured(pipelines: [.example(triggers: [.data()])])))
        inbox.send(.booted([]))
        try await inbox.inspect { _, _ in }
        let former = store.state.withLock(\.commits)
        store.fail(commits: 1, reads: readsThatFail)
        inbox.send(.filesReady("churn", "in", [Self.file(1)]))
        try await eventually("the run is started") { shell.performed.withLock { !$0.isEmpty } }
        loop.stop()
        let (record, commits) = store.state.withLock { ($0.record, $0.commits) }
        #expect(shell.performed.withLock(\.count) == 1)
        #expect(record.restore().activeRuns.map(\.id) == [RunID(1)])
        #expect(record.lastSequence("churn", "in") == 1)
        // The one that failed and the one that did not: none while the record could not be read.
        #expect(commits - former == 2)
        #expect(shell.beats.withLock { $0.contains(readsThatFail == 0 ? .full : .inputOutput) })
        #expect(shell.beats.withLock(\.last) == .some(nil))
    }
}
