import MLOpsSchedule

/// When each pipeline must be looked at again without any event: a binary heap that knows where each of them stands.
struct DueTimes {
    private struct Entry {
        var instant: Instant
        var pipeline: PipelineIndex

        func isBefore(_ other: Entry) -> Bool { (instant, pipeline) < (other.instant, other.pipeline) }
    }

    private var heap: [Entry] = []
    /// By pipeline; nil: it waits for nothing.
    private var positions: [Int?] = []

    var earliest: Instant? { heap.first?.instant }

    /// Takes out the pipeline that is due first, if it is by `instant`.
    mutating func takeDue(by instant: Instant) -> PipelineIndex? {
        guard let first = heap.first, first.instant <= instant else { return nil }
        set(nil, for: first.pipeline)
        return first.pipeline
    }

    /// - Parameter instant: nil when nothing is due.
    mutating func set(_ instant: Instant?, for pipeline: PipelineIndex) {
        while positions.count <= pipeline { positions.append(nil) }
        switch (positions[pipeline], instant) {
        case (nil, nil): break
        case (nil, let instant?):
            heap.append(Entry(instant: instant, pipeline: pipeline))
            positions[pipeline] = heap.count - 1
            settle(heap.count - 1)
        case (let position?, let instant?):
            guard heap[position].instant != instant else { return }
            heap[position].instant = instant
            settle(position)
        case (let position?, nil):
            swap(position, heap.count - 1)
            heap.removeLast()
            positions[pipeline] = nil
            if position < heap.count { settle(position) }
        }
    }

    /// Moves an entry up or down to where it belongs.
    private mutating func settle(_ start: Int) {
        var position = start
        while position > 0, heap[position].isBefore(heap[(position - 1) / 2]) {
            swap(position, (position - 1) / 2)
            position = (position - 1) / 2
        }
        while let child = earlierChild(of: position), heap[child].isBefore(heap[position]) {
            swap(position, child)
            position = child
        }
    }

    private func earlierChild(of position: Int) -> Int? {
        let (left, right) = (2 * position + 1, 2 * position + 2)
        guard left < heap.count else { return nil }
        return right < heap.count && heap[right].isBefore(heap[left]) ? right : left
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        positions[heap[left].pipeline] = left
        positions[heap[right].pipeline] = right
    }
}
