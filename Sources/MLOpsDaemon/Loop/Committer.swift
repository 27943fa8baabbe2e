import Dispatch
import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization

/// The record, for the one thread that decides; while the disk takes a commit, that thread can do something else.
///
/// The transaction is what goes to another thread, not the work beside it: where the two share a processor the one that
/// was woken goes first, and the other goes on when that waits for the disk.
final class Committer<Store: MetadataStore & Sendable>: Sendable {
    /// How a commit that another thread makes has ended.
    private final class Outcome: Sendable {
        let failure = Mutex<StoreError?>(nil)
        let isKnown = DispatchSemaphore(value: 0)
    }

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

    /// As the record's own.
    ///
    /// - Parameter work: done meanwhile; nil: there is none, and no other thread takes part.
    func commit(
        _ mutations: [Mutation], provided holds: @escaping @Sendable () -> Bool, beside work: (() -> Void)?
    ) throws(StoreError) {
        guard let work else { return try commit(mutations, holds) }
        guard let companion else {
            work()
            return try commit(mutations, holds)
        }
        let outcome = Outcome()
        companion.perform { [self] in
            do throws(StoreError) { try commit(mutations, holds) } catch { outcome.failure.withLock { $0 = error } }
            outcome.isKnown.signal()
        }
        sched_yield()
        work()
        outcome.isKnown.wait()
        if let error = outcome.failure.withLock(\.self) { throw error }
    }

    private func commit(_ mutations: [Mutation], _ holds: () -> Bool) throws(StoreError) {
        try store.withLock { store throws(StoreError) in try store.commit(mutations, provided: holds) }
    }
}
