import Synchronization

/// Hands values from a thread to one consumer: everything that has come since it last looked arrives as one batch.
///
/// The consumer is a task that iterates, or a thread of its own that is woken by `whenPending` and takes: a task waits
/// for a place in the shared pool, such a thread for nothing. The producer never waits. It decides under the lock what
/// becomes of the values that are waiting, so it can merge or drop them, and memory stays bounded however slow the
/// consumer is.
package final class BatchStream<Value: Sendable>: AsyncSequence, Sendable {
    package typealias Element = [Value]
    package typealias Failure = Never

    private let pending = Mutex<[Value]>([])
    private let waker = Mutex<(@Sendable () -> Void)?>(nil)
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() {
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Changes the waiting values and wakes the task.
    func update(_ change: (inout sending [Value]) -> Void) {
        pending.withLock { change(&$0) }
        wake.yield()
        waker.withLock(\.self)?()
    }

    /// Calls `body`, which must not wait, on the producer's thread whenever values wait, the first time at once.
    package func whenPending(_ body: @escaping @Sendable () -> Void) {
        waker.withLock { $0 = body }
        body()
    }

    /// Returns what waits.
    package func takePending() -> [Value] { take() ?? [] }

    /// Ends the sequence after what is waiting.
    func finish() {
        wake.finish()
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(stream: self, wakes: wakes.makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let stream: BatchStream
        fileprivate var wakes: AsyncStream<Void>.Iterator

        package mutating func next() async -> [Value]? {
            while true {
                if let batch = stream.take() { return batch }
                guard await wakes.next(isolation: #isolation) != nil else { return stream.take() }
            }
        }
    }

    private func take() -> [Value]? {
        pending.withLock { pending in
            guard !pending.isEmpty else { return nil }
            defer { pending = [] }
            return pending
        }
    }
}
