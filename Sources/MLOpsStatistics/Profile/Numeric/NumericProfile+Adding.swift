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

    private static let blockSize = 1024

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
        withUnsafeTemporaryAllocation(of: CellTally.self, capacity: cells.count) { tallies in
            for start in stride(from: 0, to: values.count, by: CellTally.mostValues) {
                let end = min(values.count, start + CellTally.mostValues)
                let block = UnsafeBufferPointer(rebasing: values[start..<end])
                tallies.initialize(repeating: CellTally())
                tally(block, in: tallies)
                take(tallies)
                if tallies[0].count + tallies[cells.count - 1].count > 0 { addOutside(block) }
            }
        }
    }

    private func tally(_ values: UnsafeBufferPointer<Double>, in tallies: UnsafeMutableBufferPointer<CellTally>) {
        if let table = cells.table {
            table.withLookup { lookup in tally(values, in: tallies) { lookup.cell(of: $0) } }
        } else {
            cells.searched.withUnsafeBufferPointer { searched in
                tally(values, in: tallies) { NumericCells.search(searched, $0) }
            }
        }
    }

    @inline(__always)
    private func tally(
        _ values: UnsafeBufferPointer<Double>, in tallies: UnsafeMutableBufferPointer<CellTally>,
        locate: (Double) -> Int
    ) {
        cells.starts.withUnsafeBufferPointer { starts in
            cells.scales.withUnsafeBufferPointer { scales in
                for value in values {
                    let cell = locate(value)
                    tallies[cell].add((value - starts[cell]) * scales[cell])
                }
            }
        }
    }

    private mutating func take(_ tallies: UnsafeMutableBufferPointer<CellTally>) {
        counts.withUnsafeMutableBufferPointer { counts in
            positions.withUnsafeMutableBufferPointer { positions in
                for (cell, tally) in tallies.enumerated() {
                    counts[cell] &+= tally.count
                    positions[cell] &+= tally.position
                }
            }
        }
    }

    /// Counts a finite value that occurs so often, as ``count(_:)`` does; it must lie in a bounded cell.
    package mutating func count(_ value: Double, occurrences: Int) {
        let cell = cells.cell(of: value)
        precondition(cell > 0 && cell < cells.count - 1, "the sum of an unbounded cell takes values one by one")
        var tally = CellTally()
        tally.add((value - cells.starts[cell]) * cells.scales[cell])
        counts[cell] += occurrences
        positions[cell] &+= occurrences &* tally.position
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
}
