import RealModule

/// Adaptive windowing: a window of exponentially growing buckets that is cut wherever two parts differ in their mean.
///
/// Memory grows with the logarithm of the stream. Source: A. Bifet, R. Gavaldà, *Learning from time-changing data with
/// adaptive windowing*, 2007; River 0.26.1.
package struct ADWIN: StreamDetector {
    private let delta: Double
    private let clock: Int
    private let maximumBuckets: Int
    private let minimumLength: Double
    private let gracePeriod: Double
    // Row r holds buckets of 2^r values, the oldest first.
    private var rows: [Row]
    private var ticks = 0
    private var sum = 0.0
    private var squares = 0.0
    /// How many values the window holds; after an alarm what is left of it, until the next value begins a new one.
    package private(set) var width = 0.0
    private var isSpent = false

    package init(
        delta: Double = 0.002, clock: Int = 32, maximumBuckets: Int = 5, minimumLength: Int = 5, gracePeriod: Int = 10
    ) {
        self.delta = delta
        self.clock = max(1, clock)
        self.maximumBuckets = maximumBuckets
        self.minimumLength = Double(minimumLength)
        self.gracePeriod = Double(gracePeriod)
        rows = [Row()]
    }

    /// The mean of the window; 0 while it is empty.
    package var mean: Double { width > 0 ? sum / width : 0 }

    package mutating func update(_ value: Double) -> Bool {
        if isSpent { restart() }
        insert(value)
        ticks += 1
        guard ticks % clock == 0, width > gracePeriod else { return false }
        while firstCut() != nil {
            isSpent = true
            dropOldest()
        }
        return isSpent
    }

    private mutating func restart() {
        self = ADWIN(
            delta: delta, clock: clock, maximumBuckets: maximumBuckets, minimumLength: Int(minimumLength),
            gracePeriod: Int(gracePeriod))
    }

    private mutating func insert(_ value: Double) {
        rows[0].append(Bucket(total: value, squares: 0))
        width += 1
        if width > 1 {
            let rest = width - 1
            let gap = value - sum / rest
            squares += rest * gap * gap / width
        }
        sum += value
        compress()
    }

    // Joins the two oldest buckets of a row that is over-full, and so on upwards.
    private mutating func compress() {
        var row = 0
        while row < rows.count, rows[row].buckets.count == maximumBuckets + 1 {
            if row + 1 == rows.count { rows.append(Row()) }
            let size = Self.size(row)
            let (first, second) = (rows[row].buckets[0], rows[row].buckets[1])
            let gap = first.total / size - second.total / size
            let joined = size * size * gap * gap / (size + size)
            rows[row + 1].append(
                Bucket(total: first.total + second.total, squares: first.squares + second.squares + joined))
            rows[row].buckets.removeFirst(2)
            row += 1
        }
    }

    private mutating func dropOldest() {
        let row = rows.count - 1
        let size = Self.size(row)
        let bucket = rows[row].buckets.removeFirst()
        width -= size
        sum -= bucket.total
        let gap = bucket.total / size - sum / width
        squares -= bucket.squares + size * width * gap * gap / (size + width)
        if rows[row].buckets.isEmpty, row > 0 { rows.removeLast() }
    }

    // The first cut, from the oldest on, whose parts differ by more than their bound.
    private func firstCut() -> Double? {
        var (old, total) = (0.0, 0.0)
        let logarithm = Double.log(2 * Double.log(width) / delta)
        let variance = squares / width
        for row in rows.indices.reversed() {
            let size = Self.size(row)
            for bucket in rows[row].buckets {
                old += size
                total += bucket.total
                let recent = width - old
                guard old >= minimumLength, recent >= minimumLength else { continue }
                let gap = abs(total / old - (sum - total) / recent)
                let weight = 1 / (old - minimumLength + 1) + 1 / (recent - minimumLength + 1)
                let bound = (2 * weight * variance * logarithm).squareRoot() + 2.0 / 3 * logarithm * weight
                if gap > bound { return old }
            }
        }
        return nil
    }

    private static func size(_ row: Int) -> Double { Double(sign: .plus, exponent: row, significand: 1) }

    private struct Bucket: Sendable, Equatable {
        let total: Double
        // Σ(x−mean)² inside the bucket.
        let squares: Double
    }

    private struct Row: Sendable, Equatable {
        var buckets: [Bucket] = []

        mutating func append(_ bucket: Bucket) { buckets.append(bucket) }
    }
}
