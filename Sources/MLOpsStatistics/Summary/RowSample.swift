/// A uniform sample of rows that depends on their numbers alone, not on batches, workers or the order of merging.
///
/// A row is kept when the hash of its number is below a limit, and the limit is halved whenever too many are kept. All
/// columns of a table keep the same rows. The rank error of a quantile q is about √(q(1−q)/size).
package struct RowSample: Sendable, Equatable {
    package let capacity: Int
    // A row is kept when its hash has at least this many leading zero bits.
    private(set) var level = 0
    private(set) var kept: [Kept] = []

    struct Kept: Sendable, Equatable {
        let hash: UInt64
        let value: Double
    }

    package init(capacity: Int = 1 << 15) { self.capacity = max(16, capacity) }

    /// The kept values, by the hash of their row: in random but reproducible order.
    package var values: [Double] { kept.sorted { $0.hash < $1.hash }.map(\.value) }
    package var count: Int { kept.count }
    /// How many rows each kept one stands for.
    package var weight: Int { 1 << level }

    /// Offers consecutive rows, of which `finite` tells the numbers that count.
    package mutating func add(numbers: UnsafeBufferPointer<Double>, states: UnsafeBufferPointer<UInt8>?, firstRow: Int)
    {
        for index in 0..<numbers.count {
            let hash = SplitMix64.mix(UInt64(truncatingIfNeeded: firstRow &+ index) &+ 0x9e37_79b9_7f4a_7c15)
            guard hash.leadingZeroBitCount >= level, numbers[index].magnitude < .infinity,
                (states?[index] ?? CellState.value) == CellState.value
            else { continue }
            kept.append(Kept(hash: hash, value: numbers[index] + 0))
            if kept.count > capacity { halve() }
        }
    }

    package mutating func merge(_ other: RowSample) {
        precondition(capacity == other.capacity, "samples merge only at one capacity")
        kept += other.kept
        level = max(level, other.level)
        keepLevel()
        while kept.count > capacity { halve() }
    }

    private mutating func halve() {
        level += 1
        keepLevel()
    }

    private mutating func keepLevel() { kept.removeAll { $0.hash.leadingZeroBitCount < level } }
}
