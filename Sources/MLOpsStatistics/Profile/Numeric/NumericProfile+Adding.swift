extension NumericProfile {
    /// Adds the values of a batch of rows, in about ten nanoseconds a value.
    ///
    /// Null, invalid, NaN and infinite values are counted apart. −0 is 0.
    /// - Parameter states: one ``CellState`` for each value; nil when all are values.
    package mutating func add(numbers: UnsafeBufferPointer<Double>, states: UnsafeBufferPointer<UInt8>? = nil) {
        precondition(states.map { $0.count == numbers.count } ?? true, "each value has a state")
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { finite in
            for start in stride(from: 0, to: numbers.count, by: Self.blockSize) {
                let range = start..<min(numbers.count, start + Self.blockSize)
                let block = UnsafeBufferPointer(rebasing: numbers[range])
                if states == nil, block.areFinite {
                    add(finite: block)
                    continue
                }
                let count = special.separate(
                    block, states: states.map { UnsafeBufferPointer(rebasing: $0[range]) }, into: finite)
                add(finite: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(finite)[..<count]))
            }
        }
    }

    /// Adds whole numbers, such as microseconds since the epoch, as the nearest doubles.
    package mutating func add(integers: UnsafeBufferPointer<Int64>, states: UnsafeBufferPointer<UInt8>? = nil) {
        ColumnValues.withNumbers(integers) { add(numbers: $0, states: states) }
    }

    /// Adds the values of an array, nil for null.
    package mutating func add(_ values: [Double?]) {
        let states = values.map { $0 == nil ? CellState.null : CellState.value }
        values.map { $0 ?? 0 }.withUnsafeBufferPointer { numbers in
            states.withUnsafeBufferPointer { add(numbers: numbers, states: $0) }
        }
    }

    private static let blockSize = 512

    private mutating func add(finite block: UnsafeBufferPointer<Double>) {
        moments.add(block)
        count(block)
    }

    /// Adds what is known of values beside their cells, on which ``count(_:)`` counts them.
    package mutating func add(_ moments: ExactMoments, _ special: SpecialCounts) {
        self.moments.merge(moments)
        self.special.merge(special)
    }

    /// Counts finite values on the cells, and nothing else; `add(_:_:)` is told of the same values.
    package mutating func count(_ values: UnsafeBufferPointer<Double>) {
        let areAllInside =
            if let table = cells.table {
                table.withLookup { lookup in count(values) { lookup.cell(of: $0) } }
            } else {
                cells.searched.withUnsafeBufferPointer { searched in
                    count(values) { NumericCells.search(searched, $0) }
                }
            }
        if !areAllInside { addOutside(values) }
    }

    /// Returns whether no value is in one of the two unbounded cells.
    @inline(__always)
    private mutating func count(_ values: UnsafeBufferPointer<Double>, locate: (Double) -> Int) -> Bool {
        let top = cells.count - 1
        let starts = cells.starts, scales = cells.scales
        return counts.withUnsafeMutableBufferPointer { counts in
            positions.withUnsafeMutableBufferPointer { positions in
                starts.withUnsafeBufferPointer { starts in
                    scales.withUnsafeBufferPointer { scales in
                        let before = counts[0] &+ counts[top]
                        for value in values {
                            let cell = locate(value)
                            counts[cell] &+= 1
                            positions[cell] &+= Self.whole((value - starts[cell]) * scales[cell])
                        }
                        return counts[0] &+ counts[top] == before
                    }
                }
            }
        }
    }

    /// Counts a finite value that occurs so often, as ``count(_:)`` does; it must lie in a bounded cell.
    package mutating func count(_ value: Double, occurrences: Int) {
        let cell = cells.cell(of: value)
        precondition(cell > 0 && cell < cells.count - 1, "the sum of an unbounded cell takes values one by one")
        counts[cell] += occurrences
        positions[cell] &+= occurrences &* Self.whole((value - cells.starts[cell]) * cells.scales[cell])
    }

    private mutating func addOutside(_ values: UnsafeBufferPointer<Double>) {
        let top = cells.count - 1
        for value in values {
            switch cells.cell(of: value) {
            case 0: belowAll.add(value)
            case top: aboveAll.add(value)
            default: break
            }
        }
    }

    // Rounds a number in 0...2⁵⁰ to a whole one by the low bits of its sum with 2⁵².
    @inline(__always)
    private static func whole(_ x: Double) -> Int {
        Int(truncatingIfNeeded: (x + 0x1p52).bitPattern & 0x3_ffff_ffff_ffff)
    }
}
