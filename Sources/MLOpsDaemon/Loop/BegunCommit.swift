import Dispatch
import MLOpsCore
import Synchronization

/// A commit that another thread makes, and that may have begun before all of it is decided.
final class BegunCommit: Sendable {
    private let rest = Mutex<[Mutation]>([])
    private let isWhole = DispatchSemaphore(value: 0)
    private let failure = Mutex<StoreError?>(nil)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// For the thread that makes it.
    func make<Store: MetadataStore>(_ first: [Mutation], in store: inout Store) {
        do throws(StoreError) {
            try store.commit(first, then: waitForRest)
        } catch {
            failure.withLock { $0 = error }
        }
        hasEnded.signal()
    }

    private func waitForRest() -> [Mutation] {
        isWhole.wait()
        return rest.withLock(\.self)
    }

    /// For the thread that decides; once.
    func complete(with mutations: [Mutation]) {
        rest.withLock { $0 = mutations }
        isWhole.signal()
    }

    /// For the thread that decides; once, after `complete`.
    func wait() throws(StoreError) {
        hasEnded.wait()
        if let error = failure.withLock(\.self) { throw error }
    }
}
