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
}
