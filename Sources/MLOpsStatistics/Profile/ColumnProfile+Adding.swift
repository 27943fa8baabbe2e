extension ColumnProfile {
    /// Adds a batch of rows.
    ///
    /// Values of the other kind, text for a numeric column or numbers for a categorical one, are counted as invalid: a
    /// column whose type changed is seen as one that has no values any more.
    /// - Parameter states: one ``CellState`` for each row; nil when all are values.
    package mutating func add(_ values: ColumnValues, states: UnsafeBufferPointer<UInt8>? = nil) {
        // Consumed while it changes, so that its arrays are not copied.
        switch consume self {
        case .numeric(var profile):
            switch values {
            case .numbers(let numbers): profile.add(numbers: numbers, states: states)
            case .integers(let integers): profile.add(integers: integers, states: states)
            case .booleans, .text:
                let nulls = Self.nulls(values.count, states)
                profile.special.nulls += nulls
                profile.special.invalid += values.count - nulls
            }
            self = .numeric(profile)
        case .category(var profile):
            switch values {
            case .booleans(let booleans): profile.add(booleans: booleans, states: states)
            case .text(let bytes, let offsets): profile.add(bytes: bytes, offsets: offsets, states: states)
            case .numbers, .integers:
                let nulls = Self.nulls(values.count, states)
                profile.nulls += nulls
                profile.invalid += values.count - nulls
            }
            self = .category(profile)
        }
    }

    private static func nulls(_ count: Int, _ states: UnsafeBufferPointer<UInt8>?) -> Int {
        guard let states else { return 0 }
        return (0..<count).count { states[$0] == CellState.null }
    }
}
