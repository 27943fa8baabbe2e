import Dispatch
import Synchronization

/// Work that is done on another thread while the one that wants its result does something else.
final class Ahead<Value: Sendable, Failure: Error>: Sendable {
    private let outcome = Mutex<Result<Value, Failure>?>(nil)
    private let work = DispatchGroup()

    /// Begins it at once; it may block.
    init(_ body: @escaping @Sendable () throws(Failure) -> Value) {
        DispatchQueue.global(qos: .utility).async(group: work) { [self] in
            let result = Result(catching: body)
            outcome.withLock { $0 = result }
        }
    }

    /// Waits until it ended, and hands its result over: asked once, so that nobody else keeps it in memory.
    func result() throws(Failure) -> Value {
        end()
        guard let result = outcome.withLock({ $0.take() }) else { preconditionFailure("a result is asked for once") }
        return try result.get()
    }

    func end() { work.wait() }
}
