/// Collects events and hands them over without ever blocking the reader: what a slow consumer leaves waiting beyond the
/// limit becomes one `overflow` and the last condition of each root.
struct WatchOutbox {
    private let stream: BatchStream<WatchEvent>
    private let maximumPending: Int
    private var events: [WatchEvent] = []

    init(_ stream: BatchStream<WatchEvent>, maximumPending: Int) {
        self.stream = stream
        self.maximumPending = maximumPending
    }

    mutating func append(_ event: WatchEvent) {
        events.append(event)
        if events.count >= 1024 { flush() }
    }

    mutating func flush() {
        guard !events.isEmpty else { return }
        stream.update { pending in
            pending += events
            if pending.count > maximumPending { pending = Self.condense(pending) }
        }
        events.removeAll(keepingCapacity: true)
    }

    func finish() {
        stream.finish()
    }

    private static func condense(_ events: [WatchEvent]) -> [WatchEvent] {
        var known: Set<WatchRoot> = []
        let conditions = events.reversed().filter { event in
            event.conditionOf.map { known.insert($0).inserted } ?? false
        }
        return [.overflow] + conditions.reversed()
    }
}
