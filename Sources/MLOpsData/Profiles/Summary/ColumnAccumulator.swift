import MLOpsStatistics

/// What one worker has seen of a column of whatever type.
struct ColumnAccumulator: Sendable {
    let name: String
    private(set) var type: ColumnType
    // One of them is there; apart, so that each changes in place.
    private(set) var numbers: NumberAccumulator?
    private(set) var booleans: BooleanAccumulator?
    private(set) var texts: TextAccumulator?

    init(_ schema: ColumnSchema, sampleCapacity: Int, estimatesDistinct: Bool, keepsValues: Bool) {
        name = schema.name
        type = schema.type
        switch ColumnFamily(schema.type) {
        case .number, .moment, .time:
            numbers = NumberAccumulator(
                sampleCapacity: sampleCapacity, estimatesDistinct: estimatesDistinct, keepsValues: keepsValues)
        case .boolean: booleans = BooleanAccumulator()
        case .text: texts = TextAccumulator()
        }
    }

    var family: ColumnFamily { ColumnFamily(type) }
    var rows: Int { numbers?.rows ?? booleans?.rows ?? texts?.rows ?? 0 }
    /// Whether there is nothing in it but nulls.
    var isEmpty: Bool { special.nulls == rows }
    var special: SpecialCounts { numbers?.special ?? booleans?.special ?? texts?.special ?? SpecialCounts() }

    var leftovers: ColumnLeftovers { ColumnLeftovers(moments: numbers?.moments, values: numbers?.kept) }
    var keptValues: Int { numbers?.kept?.count ?? 0 }

    mutating func letGo() { numbers?.letGo() }

    mutating func add(_ column: Column, _ candidates: SampledRows) {
        numbers?.add(column, candidates)
        booleans?.add(column)
        texts?.add(column, candidates)
    }

    mutating func add(nulls: Int) {
        numbers?.add(nulls: nulls)
        booleans?.add(nulls: nulls)
        texts?.add(nulls: nulls)
    }

    /// Whether the two add up: they are of one family, or one of them has no values.
    func canMerge(_ other: ColumnAccumulator) -> Bool { family == other.family || isEmpty || other.isEmpty }

    /// Requires ``canMerge(_:)``.
    mutating func merge(_ other: ColumnAccumulator) {
        guard family == other.family else {
            if other.isEmpty { return add(nulls: other.rows) }
            let nulls = rows
            self = other
            return add(nulls: nulls)
        }
        type = type.joined(with: other.type)
        if let theirs = other.numbers { numbers?.merge(theirs) }
        if let theirs = other.booleans { booleans?.merge(theirs) }
        if let theirs = other.texts { texts?.merge(theirs) }
    }
}
