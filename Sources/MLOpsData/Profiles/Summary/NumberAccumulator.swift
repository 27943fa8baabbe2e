import MLOpsStatistics

/// What one worker has seen of a column of numbers or moments; the same sums in every order and grouping.
struct NumberAccumulator: Sendable {
    private(set) var moments = ExactMoments()
    private(set) var special = SpecialCounts()
    private(set) var zeros = 0
    private(set) var negatives = 0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    private(set) var distinct: DistinctNumbers
    private(set) var sample: ValueSample<Double>
    /// nil: they are not kept, or not all of them.
    private(set) var kept: KeptValues?

    private static let blockSize = 1024
    /// A column that has few distinct values by now is counted without keeping them.
    private static let rowsUntilKept = 1 << 14

    init(sampleCapacity: Int, estimatesDistinct: Bool, keepsValues: Bool) {
        distinct = DistinctNumbers(isUnestimated: !estimatesDistinct)
        sample = ValueSample(capacity: sampleCapacity)
        kept = keepsValues ? KeptValues() : nil
    }

    var rows: Int { moments.count + special.total }

    /// Adds rows that are all without a value.
    mutating func add(nulls: Int) { special.nulls += nulls }

    mutating func add(_ column: Column, _ candidates: SampledRows) {
        column.withNumbers { numbers, states in
            addSample(numbers, states, candidates)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { scratch in
                for start in stride(from: 0, to: numbers.count, by: Self.blockSize) {
                    let range = start..<min(numbers.count, start + Self.blockSize)
                    let block = UnsafeBufferPointer(rebasing: numbers[range])
                    if states == nil, block.areFinite {
                        add(finite: block)
                    } else {
                        let count = separate(
                            block, states: states.map { UnsafeBufferPointer(rebasing: $0[range]) }, into: scratch)
                        add(finite: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(scratch)[..<count]))
                    }
                }
            }
        }
        if distinct.isExact, rows >= Self.rowsUntilKept { letGo() }
    }

    mutating func letGo() { kept = nil }

    private mutating func addSample(
        _ numbers: UnsafeBufferPointer<Double>, _ states: UnsafeBufferPointer<UInt8>?, _ candidates: SampledRows
    ) {
        let (most, least) = (candidates.rows.count, sample.level)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: most) { values in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { levels in
                var count = 0
                for (row, level) in zip(candidates.rows, candidates.levels) {
                    let number = numbers[row]
                    // −0 is 0.
                    (values[count], levels[count]) = (number + 0, level)
                    let isValue = (states?[row] ?? 0) == CellState.value.rawValue
                    count &+= isValue && number.magnitude < .infinity && Int(level) >= least ? 1 : 0
                }
                sample.add(
                    UnsafeBufferPointer(rebasing: values[..<count]),
                    levels: UnsafeBufferPointer(rebasing: levels[..<count])
                )
            }
        }
    }

    mutating func merge(_ other: NumberAccumulator) {
        moments.merge(other.moments)
        special.add(other.special)
        zeros += other.zeros
        negatives += other.negatives
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        distinct.merge(other.distinct)
        sample.merge(other.sample)
        if let theirs = other.kept { kept?.merge(theirs) } else { kept = nil }
    }

    /// Writes the finite values to `finite`, counts the others, and returns how many were written.
    private mutating func separate(
        _ block: UnsafeBufferPointer<Double>, states: UnsafeBufferPointer<UInt8>?,
        into finite: UnsafeMutableBufferPointer<Double>
    ) -> Int {
        var written = 0
        for index in 0..<block.count {
            let state = states?[index] ?? CellState.value.rawValue
            if state == CellState.value.rawValue, block[index].magnitude < .infinity {
                finite[written] = block[index]
                written += 1
            } else {
                special.count(block[index], state)
            }
        }
        return written
    }

    private mutating func add(finite block: UnsafeBufferPointer<Double>) {
        guard !block.isEmpty else { return }
        moments.add(block)
        distinct.add(block)
        kept?.add(block)
        let span = NumberSpan(block)
        // −0 is 0.
        minimum = min(minimum, span.least + 0)
        maximum = max(maximum, span.largest + 0)
        zeros += span.zeros
        negatives += span.negatives
    }
}

extension SpecialCounts {
    mutating func add(_ other: SpecialCounts) {
        nulls += other.nulls
        invalid += other.invalid
        nans += other.nans
        positiveInfinities += other.positiveInfinities
        negativeInfinities += other.negativeInfinities
    }

    /// Counts one row that has no finite value.
    mutating func count(_ value: Double, _ state: UInt8) {
        if state == CellState.null.rawValue {
            nulls += 1
        } else if state != CellState.value.rawValue {
            invalid += 1
        } else if value.isNaN {
            nans += 1
        } else if value > 0 {
            positiveInfinities += 1
        } else {
            negativeInfinities += 1
        }
    }
}
