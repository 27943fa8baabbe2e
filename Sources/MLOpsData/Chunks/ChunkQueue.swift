import Synchronization

/// Hands chunks to the workers, one at a time.
final class ChunkQueue: @unchecked Sendable {  // the lock guards the chunks, each of which goes to one worker
    private let lock = Mutex(())
    private let chunks: TextChunks
    private let isStopped = Atomic(false)
    private let isGivenUp = Atomic(false)

    init(_ chunks: sending TextChunks) { self.chunks = chunks }

    func next(_ chunk: TextChunk) throws(DataError) -> Bool {
        guard !isStopped.load(ordering: .relaxed) else { return false }
        return try lock.withLock { _ throws(DataError) in try chunks.next(chunk) }
    }

    /// Some worker has failed: there is no use in going on.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Some worker has seen what the types do not hold: the text is read on only to see what else there is.
    var isInVain: Bool { isGivenUp.load(ordering: .relaxed) }

    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }
}
