/// What a numeric column looks like, without a reference to compare with: `profile`, and the source of cells.
///
/// It does not depend on the split into batches or the order of merging, when rows carry their number.
package struct NumericSummary: Sendable, Equatable {
    package private(set) var moments = ExactMoments()
    package private(set) var special = SpecialCounts()
    package private(set) var zeros = 0
    package private(set) var negatives = 0
    /// nil without finite values.
    package private(set) var minimum: Double?
    package private(set) var maximum: Double?
    package private(set) var sample: RowSample
    private var distinct: HyperLogLog

    package init(sampleCapacity: Int = 1 << 15, precision: Int = 12) {
        sample = RowSample(capacity: sampleCapacity)
        distinct = HyperLogLog(precision: precision)
    }

    package var rows: Int { moments.count + special.total }
    /// About how many distinct finite values there are; exact while all fit into the sample.
    package var distinctCount: Double {
        isExact ? Double(Set(sample.values.map(\.bitPattern)).count) : distinct.estimate
    }
    /// The relative standard error of ``distinctCount``.
    package var distinctError: Double { isExact ? 0 : distinct.relativeError }
    /// Whether the sample holds all finite values, so that quantiles are exact.
    package var isExact: Bool { sample.weight == 1 }

    /// Adds consecutive rows.
    ///
    /// - Parameters:
    ///   - states: one ``CellState`` for each value; nil when all are values.
    ///   - firstRow: the number of the first row in the whole data.
    package mutating func add(
        numbers: UnsafeBufferPointer<Double>, states: UnsafeBufferPointer<UInt8>? = nil, firstRow: Int
    ) {
        sample.add(numbers: numbers, states: states, firstRow: firstRow)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { finite in
            for start in stride(from: 0, to: numbers.count, by: Self.blockSize) {
                let range = start..<min(numbers.count, start + Self.blockSize)
                let count = special.separate(
                    UnsafeBufferPointer(rebasing: numbers[range]),
                    states: states.map { UnsafeBufferPointer(rebasing: $0[range]) }, into: finite)
                add(finite: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(finite)[..<count]))
            }
        }
    }

    /// Adds consecutive whole numbers, such as microseconds since the epoch, as the nearest doubles.
    package mutating func add(
        integers: UnsafeBufferPointer<Int64>, states: UnsafeBufferPointer<UInt8>? = nil, firstRow: Int
    ) {
        ColumnValues.withNumbers(integers) { add(numbers: $0, states: states, firstRow: firstRow) }
    }

    // Rows whose values are no numbers.
    mutating func addInvalid(_ count: Int, states: UnsafeBufferPointer<UInt8>?) {
        let nulls = states.map { states in (0..<count).count { states[$0] == CellState.null } } ?? 0
        special.nulls += nulls
        special.invalid += count - nulls
    }

    package mutating func merge(_ other: NumericSummary) {
        moments.merge(other.moments)
        special.merge(other.special)
        zeros += other.zeros
        negatives += other.negatives
        minimum = [minimum, other.minimum].compactMap { $0 }.min()
        maximum = [maximum, other.maximum].compactMap { $0 }.max()
        sample.merge(other.sample)
        distinct.merge(other.distinct)
    }

    private static let blockSize = 512

    private mutating func add(finite block: UnsafeBufferPointer<Double>) {
        guard var (least, largest) = block.first.map({ ($0, $0) }) else { return }
        moments.add(block)
        var (zeros, negatives) = (0, 0)
        for value in block {
            least = value < least ? value : least
            largest = value > largest ? value : largest
            zeros &+= value == 0 ? 1 : 0
            negatives &+= value < 0 ? 1 : 0
            distinct.add(hash: SplitMix64.mix(value.bitPattern))
        }
        self.zeros += zeros
        self.negatives += negatives
        minimum = min(minimum ?? least, least)
        maximum = max(maximum ?? largest, largest)
    }
}
