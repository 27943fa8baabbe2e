import MLOpsStatistics

/// Counts distinct numbers: each with its occurrences while they are few, their number about when they are many.
struct DistinctNumbers: Sendable {
    static let maximumCounted = 1024
    private static let slotCount = 4096

    /// Bit patterns; −0 is 0.
    ///
    /// Empty once there are too many.
    private var keys: [UInt64] = []
    private var counts: [Int] = []
    // The number of a key plus one, or 0.
    private var slots: [UInt16] = [UInt16](repeating: 0, count: Self.slotCount)
    /// Nobody asks how many there are when they are many.
    private let isUnestimated: Bool
    private var sketch: HyperLogLog?

    init(isUnestimated: Bool = false) { self.isUnestimated = isUnestimated }

    /// Whether every value has its count.
    private(set) var isExact = true
    var estimate: Double { sketch?.estimate ?? Double(isExact ? keys.count : Self.maximumCounted + 1) }
    var relativeError: Double { sketch?.relativeError ?? (isExact ? 0 : .infinity) }

    /// In ascending order; nil when there are too many.
    var counted: [(value: Double, occurrences: Int)]? {
        guard isExact else { return nil }
        return zip(keys, counts).map { (value: Double(bitPattern: $0), occurrences: $1) }
            .sorted { $0.value < $1.value }
    }

    /// Adds finite numbers.
    mutating func add(_ block: UnsafeBufferPointer<Double>) {
        var next = 0
        while isExact, next < block.count {
            count((block[next] + 0).bitPattern, 1)
            next += 1
        }
        sketch?.add(UnsafeBufferPointer(rebasing: block[next...]))
    }

    mutating func merge(_ other: DistinctNumbers) {
        if !other.isExact {
            giveUpCounting()
            if let theirs = other.sketch { sketch?.merge(theirs) }
        } else {
            for (key, occurrences) in zip(other.keys, other.counts) {
                if isExact { count(key, occurrences) } else { sketch?.add(hash: SplitMix64.mix(key)) }
            }
        }
    }

    private mutating func count(_ key: UInt64, _ occurrences: Int) {
        var slot = Int(truncatingIfNeeded: SplitMix64.mix(key)) & (Self.slotCount - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if keys[number] == key {
                counts[number] += occurrences
                return
            }
            slot = (slot + 1) & (Self.slotCount - 1)
        }
        keys.append(key)
        counts.append(occurrences)
        slots[slot] = UInt16(keys.count)
        if keys.count > Self.maximumCounted { giveUpCounting() }
    }

    private mutating func giveUpCounting() {
        guard isExact else { return }
        isExact = false
        if !isUnestimated {
            var sketch = HyperLogLog()
            for key in keys { sketch.add(hash: SplitMix64.mix(key)) }
            self.sketch = sketch
        }
        (keys, counts, slots) = ([], [], [])
    }
}
