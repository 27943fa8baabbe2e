/// What a categorical column looks like, without a reference: counts of its categories, exact up to 10,000 of them.
package struct CategorySummary: Sendable, Equatable {
    package private(set) var nulls = 0
    package private(set) var invalid = 0
    package private(set) var values = 0
    private var frequent = SpaceSaving(capacity: CategoryCells.maximumCategories)
    private var distinct: HyperLogLog

    /// How many categories are kept when there are too many to keep all.
    package static let keptOfMany = 1000

    package init(precision: Int = 12) { distinct = HyperLogLog(precision: precision) }

    package var rows: Int { values + nulls + invalid }
    /// About how many distinct categories there are; exact up to 10,000.
    package var distinctCount: Double { isExact ? Double(frequent.listed) : distinct.estimate }
    /// The relative standard error of ``distinctCount``.
    package var distinctError: Double { isExact ? 0 : distinct.relativeError }
    /// Whether all categories are kept, with exact counts.
    package var isExact: Bool { frequent.listed <= CategoryCells.maximumCategories && frequent.isExact }

    /// Adds a batch of UTF-8 strings that lie one after another: value i is `bytes[offsets[i]..<offsets[i+1]]`.
    ///
    /// Offsets that fall or leave the buffer are cut to it.
    /// - Parameter states: one ``CellState`` for each value; nil when all are values.
    package mutating func add(
        bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<UInt32>,
        states: UnsafeBufferPointer<UInt8>? = nil
    ) {
        for row in 0..<max(0, offsets.count - 1) {
            if let state = states?[row], state != CellState.value {
                if state == CellState.null { nulls += 1 } else { invalid += 1 }
                continue
            }
            let start = min(Int(offsets[row]), bytes.count)
            let end = min(max(Int(offsets[row + 1]), start), bytes.count)
            add(value: UnsafeBufferPointer(rebasing: bytes[start..<end]), count: 1)
        }
    }

    /// Adds 0 and 1 as the categories `false` and `true`.
    package mutating func add(booleans: UnsafeBufferPointer<Int64>, states: UnsafeBufferPointer<UInt8>? = nil) {
        let counts = BooleanCounts(booleans, states: states)
        nulls += counts.nulls
        invalid += counts.invalid
        for (value, count) in counts.categories { value.withUnsafeBufferPointer { add(value: $0, count: count) } }
    }

    // Rows whose values are no text.
    mutating func addInvalid(_ count: Int, states: UnsafeBufferPointer<UInt8>?) {
        let nulls = states.map { states in (0..<count).count { states[$0] == CellState.null } } ?? 0
        self.nulls += nulls
        invalid += count - nulls
    }

    /// Adds `count` rows of one value.
    package mutating func add(value: UnsafeBufferPointer<UInt8>, count: Int) {
        let hash = ByteHash.of(value)
        values += count
        frequent.add(value, hash: hash, count: count)
        distinct.add(hash: hash)
    }

    package mutating func merge(_ other: CategorySummary) {
        nulls += other.nulls
        invalid += other.invalid
        values += other.values
        frequent.merge(other.frequent)
        distinct.merge(other.distinct)
    }

    /// Returns the most frequent categories, the largest count first; counts may be too large unless ``isExact``.
    package func topValues(_ limit: Int) -> [SpaceSaving.Item] { Array(frequent.items.prefix(max(0, limit))) }

    /// Cells for all categories, or for the thousand most frequent when there are more than 10,000.
    ///
    /// In the order of bytes, so that they do not depend on the order of rows.
    package var cells: CategoryCells {
        let kept = isExact ? frequent.items : Array(frequent.items.prefix(Self.keptOfMany))
        let sorted = kept.map(\.value).sorted { $0.lexicographicallyPrecedes($1) }
        return CategoryCells(categories: sorted, isTruncated: !isExact)
    }
}
