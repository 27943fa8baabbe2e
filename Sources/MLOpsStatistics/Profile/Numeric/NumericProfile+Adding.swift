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
                let count = special.separate(
                    UnsafeBufferPointer(rebasing: numbers[range]),
                    states: states.map { UnsafeBufferPointer(rebasing: $0[range]) }, into: finite)
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
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.blockSize) { located in
            cells.locate(block, into: located)
            count(block, in: located)
            let top = cells.count - 1
            for index in 0..<block.count where located[index] == 0 || Int(located[index]) == top {
                if located[index] == 0 { belowAll.add(block[index]) } else { aboveAll.add(block[index]) }
            }
        }
    }

    private mutating func count(_ block: UnsafeBufferPointer<Double>, in located: UnsafeMutableBufferPointer<UInt8>) {
        counts.withUnsafeMutableBufferPointer { counts in
            positions.withUnsafeMutableBufferPointer { positions in
                cells.starts.withUnsafeBufferPointer { starts in
                    cells.scales.withUnsafeBufferPointer { scales in
                        for index in 0..<block.count {
                            let cell = Int(located[index])
                            counts[cell] &+= 1
                            positions[cell] &+= Self.whole((block[index] - starts[cell]) * scales[cell])
                        }
                    }
                }
            }
        }
    }

    // Rounds a number in 0...2⁵⁰ to a whole one by the low bits of its sum with 2⁵².
    @inline(__always)
    private static func whole(_ x: Double) -> Int {
        Int(truncatingIfNeeded: (x + 0x1p52).bitPattern & 0x3_ffff_ffff_ffff)
    }
}
