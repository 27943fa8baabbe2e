/// What will happen, by time; a binary heap.
///
/// Equal times keep their order of entry, so that a seed means one history.
struct Agenda {
    private struct Entry {
        let uptime: Int64
        let order: Int
        let occurrence: Occurrence

        func isBefore(_ other: Entry) -> Bool {
            uptime == other.uptime ? order < other.order : uptime < other.uptime
        }
    }

    private var heap: [Entry] = []
    private var entered = 0

    var isEmpty: Bool { heap.isEmpty }
    /// Microseconds of simulated uptime.
    var nextTime: Int64? { heap.first?.uptime }

    mutating func add(_ occurrence: Occurrence, at uptime: Int64) {
        entered += 1
        heap.append(Entry(uptime: uptime, order: entered, occurrence: occurrence))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func takeNext() -> Occurrence? {
        guard let first = heap.first else { return nil }
        heap[0] = heap[heap.count - 1]
        heap.removeLast()
        sink(from: 0)
        return first.occurrence
    }

    /// Forgets what only the daemon's memory held.
    mutating func removeAll(where isLost: (Occurrence) -> Bool) {
        let kept = heap.filter { !isLost($0.occurrence) }.sorted { $0.isBefore($1) }
        heap = kept
    }

    private mutating func sink(from start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].isBefore(heap[smallest]) {
                smallest = child
            }
            guard smallest != parent else { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
