import Dispatch
import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization

/// The record, for the one thread that decides; while a commit is written, that thread can do something else.
///
/// The transaction is what goes to another thread, not the work beside it: where the two share a processor the one that
/// was woken goes first, and the other goes on when that waits for the disk.
final class Committer<Store: MetadataStore & Sendable>: Sendable {
    private let store: Mutex<Store>
    /// nil: there is none to be had, and nothing is done beside a transaction.
    private let companion = try? CompanionThread("mlops-commit")

    init(_ store: Store) { self.store = Mutex(store) }

    func restore() throws(StoreError) -> Snapshot {
        try store.withLock { store throws(StoreError) in try store.restore() }
    }

    func keptReply(_ key: String) throws(StoreError) -> KeptReply? {
        try store.withLock { store throws(StoreError) in try store.keptReply(key) }
    }

    /// Has another thread write the first mutations of a commit while the rest of it is decided; nil: there is none.
    ///
    /// Until `complete` has returned, nothing else may be asked of this.
    func begin(_ first: [Mutation]) -> BegunCommit? {
        guard let companion else { return nil }
        let commit = BegunCommit()
        companion.perform { [self] in store.withLock { commit.make(first, in: &$0) } }
        sched_yield()
        return commit
    }

    /// Ends what was begun.
    ///
    /// - Parameter work: done meanwhile.
    func complete(_ commit: BegunCommit, with rest: [Mutation], beside work: (() -> Void)?) throws(StoreError) {
        commit.complete(with: rest)
        sched_yield()
        work?()
        try commit.wait()
    }

    /// As the record's own.
    ///
    /// - Parameter work: done meanwhile; nil: there is none, and no other thread takes part.
    func commit(_ mutations: [Mutation], beside work: (() -> Void)?) throws(StoreError) {
        guard let work else { return try commit(mutations) }
        if let commit = begin(mutations) { return try complete(commit, with: [], beside: work) }
        work()
        try commit(mutations)
    }

    private func commit(_ mutations: [Mutation]) throws(StoreError) {
        try store.withLock { store throws(StoreError) in try store.commit(mutations) }
    }
}
