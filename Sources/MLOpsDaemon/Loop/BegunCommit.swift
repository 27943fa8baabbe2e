import Dispatch
import MLOpsCore
import Synchronization

/// A commit that another thread makes, and that may have begun before all of it is decided.
final class BegunCommit: Sendable {
    private struct Rest {
        var mutations: [Mutation]
        var holds: @Sendable () -> Bool
    }

    private let rest = Mutex<Rest?>(nil)
    private let isWhole = DispatchSemaphore(value: 0)
    private let failure = Mutex<StoreError?>(nil)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// For the thread that makes it.
    func make<Store: MetadataStore>(_ first: [Mutation], in store: inout Store) {
        do throws(StoreError) {
            try store.commit(first, then: waitForRest, provided: { rest.withLock(\.self)?.holds() ?? true })
        } catch {
            failure.withLock { $0 = error }
        }
        hasEnded.signal()
    }

    private func waitForRest() -> [Mutation] {
        isWhole.wait()
        return rest.withLock { $0?.mutations ?? [] }
    }

    /// For the thread that decides; once.
    func complete(with mutations: [Mutation], provided holds: @escaping @Sendable () -> Bool) {
        rest.withLock { $0 = Rest(mutations: mutations, holds: holds) }
        isWhole.signal()
    }

    /// For the thread that decides; once, after `complete`.
    func wait() throws(StoreError) {
        hasEnded.wait()
        if let error = failure.withLock(\.self) { throw error }
    }
}
