/// Hands events over in batches and never blocks the reader: what a slow consumer has no room for becomes one `overflow`
/// and the last condition of each root.
struct WatchOutbox {
    private static let maximumBatch = 1024

    private let continuation: AsyncStream<[WatchEvent]>.Continuation
    private var batch: [WatchEvent] = []
    private var owed: [WatchEvent] = []

    init(_ continuation: AsyncStream<[WatchEvent]>.Continuation) {
        self.continuation = continuation
    }

    /// Whether the consumer has not been told yet that it missed something.
    var isOwing: Bool { !owed.isEmpty }

    mutating func append(_ event: WatchEvent) {
        batch.append(event)
        if batch.count >= Self.maximumBatch { flush() }
    }

    mutating func flush() {
        settle()
        guard !batch.isEmpty else { return }
        let events = batch
        batch.removeAll(keepingCapacity: true)
        if isOwing || !deliver(events) { owe(events) }
    }

    func finish() {
        continuation.finish()
    }

    private mutating func settle() {
        if isOwing, deliver(owed) { owed.removeAll() }
    }

    private mutating func owe(_ events: [WatchEvent]) {
        if owed.isEmpty { owed.append(.overflow) }
        for event in events {
            guard let root = event.conditionOf else { continue }
            owed.removeAll { $0.conditionOf == root }
            owed.append(event)
        }
    }

    private func deliver(_ events: [WatchEvent]) -> Bool {
        if case .dropped = continuation.yield(events) { false } else { true }
    }
}
