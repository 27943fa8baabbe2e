extension Column {
    /// nil while every cell holds a value.
    func withStates<Result>(_ body: (UnsafeBufferPointer<UInt8>?) -> Result) -> Result {
        guard nullCount + invalidCount > 0 else { return body(nil) }
        return states.withUnsafeBufferPointer { body($0) }
    }

    /// The cells of an ordered column as numbers; moments in microseconds.
    func withNumbers(_ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<UInt8>?) -> Void) {
        withStates { states in
            guard !type.hasDoubles else { return doubles.withUnsafeBufferPointer { body($0, states) } }
            withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, integers.count)) { numbers in
                for index in 0..<integers.count { numbers[index] = Double(integers[index]) }
                body(UnsafeBufferPointer(rebasing: numbers[..<integers.count]), states)
            }
        }
    }

    /// The first and the last of a column's moments; nil when no cell holds one.
    var moments: ClosedRange<Int64>? {
        withStates { states in
            var span: ClosedRange<Int64>?
            for (row, moment) in integers.enumerated() where (states?[row] ?? 0) == CellState.value.rawValue {
                span = span.map { min($0.lowerBound, moment)...max($0.upperBound, moment) } ?? moment...moment
            }
            return span
        }
    }
}
