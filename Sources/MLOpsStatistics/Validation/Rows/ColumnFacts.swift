/// What was seen of one column, as far as its rules and inference ask for it.
///
/// Exact sums: it depends neither on batches nor on workers.
package struct ColumnFacts: Sendable {
    package let name: String
    /// What the file says the cells are.
    package let found: SchemaType
    package internal(set) var rows = 0
    package internal(set) var nulls = Tally()
    /// Not of the type; `found` is the type they were read as.
    package var invalid = Tally()
    package internal(set) var nan = Tally()
    package internal(set) var infinite = Tally()
    /// What a reader that knows no schema takes the first cells for; nil: not asked.
    package var written: SchemaType?
    /// Numbers with a fraction where whole ones are wanted.
    package internal(set) var fractional = Tally()
    /// Of finite numbers, or of moments in microseconds.
    package internal(set) var minimum: Double?
    package internal(set) var maximum: Double?
    package internal(set) var sample = RowSample(capacity: 4096)
    package internal(set) var outside = Tally()
    package internal(set) var outsideSoft = Tally()
    package internal(set) var unseen = UnseenValues()
    package internal(set) var length = Tally()
    package internal(set) var lengths: ClosedRange<Int>?
    package internal(set) var pattern = Tally()
    package internal(set) var keys: KeySample?
    package internal(set) var newest: Int64?
    package internal(set) var future = Tally()
    package internal(set) var order: OrderRuns?
    var constancy = Constancy()

    init(name: String, found: SchemaType) {
        self.name = name
        self.found = found
    }

    /// Rows that have a value, NaN and infinities among them.
    package var values: Int { rows - nulls.count - invalid.count }
    package var finite: Int { values - nan.count - infinite.count }
    /// All rows with a value have the same.
    package var isConstant: Bool { values > 0 && constancy.isConstant }

    /// The median of the finite values; nil without any.
    package var median: Double? {
        let sorted = sample.values.sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    }

    mutating func merge(_ other: ColumnFacts) {
        rows += other.rows
        nulls.merge(other.nulls)
        invalid.merge(other.invalid)
        nan.merge(other.nan)
        infinite.merge(other.infinite)
        fractional.merge(other.fractional)
        minimum = [minimum, other.minimum].compactMap { $0 }.min()
        maximum = [maximum, other.maximum].compactMap { $0 }.max()
        sample.merge(other.sample)
        outside.merge(other.outside)
        outsideSoft.merge(other.outsideSoft)
        unseen.merge(other.unseen)
        length.merge(other.length)
        if let theirs = other.lengths { widen(lengthsTo: theirs) }
        pattern.merge(other.pattern)
        if let theirs = other.keys { keys?.merge(theirs) }
        newest = [newest, other.newest].compactMap { $0 }.max()
        future.merge(other.future)
        if let theirs = other.order { order?.merge(theirs) }
        constancy.merge(other.constancy)
    }

    mutating func widen(lengthsTo other: ClosedRange<Int>) {
        let mine = lengths ?? other
        lengths = min(mine.lowerBound, other.lowerBound)...max(mine.upperBound, other.upperBound)
    }
}

/// Whether all values of a column are the same, by their hashes.
struct Constancy: Sendable {
    private var first: UInt64?
    private var hasOther = false

    var isConstant: Bool { first != nil && !hasOther }
    var isDecided: Bool { hasOther }

    @inline(__always)
    mutating func add(_ hash: UInt64) {
        if let first { hasOther = hasOther || first != hash } else { first = hash }
    }

    mutating func merge(_ other: Constancy) {
        if let theirs = other.first { add(theirs) }
        hasOther = hasOther || other.hasOther
    }
}
