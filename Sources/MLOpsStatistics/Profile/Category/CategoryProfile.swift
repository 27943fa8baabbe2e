/// What is known of a categorical column in a window: exact counts on the categories of the reference.
///
/// As for ``NumericProfile``, profiles add and subtract exactly.
package struct CategoryProfile: Sendable, Equatable {
    package let cells: CategoryCells
    /// Values in each cell.
    package internal(set) var counts: [Int]
    package internal(set) var nulls = 0
    /// Text that is not of the column's type.
    package internal(set) var invalid = 0

    package init(cells: CategoryCells) {
        self.cells = cells
        counts = [Int](repeating: 0, count: cells.count)
    }

    /// Rows with a value.
    package var values: Int { counts.reduce(0, +) }
    /// All rows.
    package var rows: Int { values + nulls + invalid }

    /// Adds a batch of UTF-8 strings that lie one after another: value i is `bytes[offsets[i]..<offsets[i+1]]`.
    ///
    /// Offsets that fall or leave the buffer are cut to it.
    /// - Parameters:
    ///   - states: one ``CellState`` for each value; nil when all are values.
    ///   - cache: of this profile's cells and no others.
    package mutating func add(
        bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<UInt32>,
        states: UnsafeBufferPointer<UInt8>? = nil, cache: inout ShortTextCache
    ) {
        let cells = cells
        counts.withUnsafeMutableBufferPointer { counts in
            cache.withTable { table in
                for row in 0..<max(0, offsets.count - 1) {
                    if let state = states?[row], state != CellState.value {
                        if state == CellState.null { nulls += 1 } else { invalid += 1 }
                        continue
                    }
                    let start = min(Int(offsets[row]), bytes.count)
                    let end = min(max(Int(offsets[row + 1]), start), bytes.count)
                    counts[table.number(of: bytes, from: start, to: end) { cells.cell(of: $0) }] += 1
                }
            }
        }
    }

    /// Adds a batch whose strings are unlikely to come again.
    package mutating func add(
        bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<UInt32>,
        states: UnsafeBufferPointer<UInt8>? = nil
    ) {
        var cache = ShortTextCache()
        add(bytes: bytes, offsets: offsets, states: states, cache: &cache)
    }

    /// Adds 0 and 1 as the categories `false` and `true`.
    package mutating func add(booleans: UnsafeBufferPointer<Int64>, states: UnsafeBufferPointer<UInt8>? = nil) {
        let counts = BooleanCounts(booleans, states: states)
        nulls += counts.nulls
        invalid += counts.invalid
        for (value, count) in counts.categories { value.withUnsafeBufferPointer { add(value: $0, count: count) } }
    }

    /// Adds `count` rows of one value, as a dictionary-encoded column has them.
    package mutating func add(value: UnsafeBufferPointer<UInt8>, count: Int) {
        counts[cells.cell(of: value)] += count
    }

    /// Adds strings, nil for null.
    package mutating func add(_ values: [String?]) {
        for value in values {
            guard let value else {
                nulls += 1
                continue
            }
            Array(value.utf8).withUnsafeBufferPointer { add(value: $0, count: 1) }
        }
    }

    package mutating func merge(_ other: CategoryProfile) { combine(other, 1) }

    /// Undoes a ``merge(_:)``; what is taken away must have been added.
    package mutating func subtract(_ other: CategoryProfile) { combine(other, -1) }

    private mutating func combine(_ other: CategoryProfile, _ sign: Int) {
        precondition(counts.count == other.counts.count, "profiles add up only on the same cells")
        for index in counts.indices { counts[index] += sign * other.counts[index] }
        nulls += sign * other.nulls
        invalid += sign * other.invalid
    }
}
