/// Looks at the rows of a file, batch by batch, as far as a schema's rules need it.
///
/// For each batch: ``begin(firstRow:rowCount:)``, then each column once with ``add(_:column:)``, then the schema's
/// comparisons with ``compare(_:_:_:)``, then ``end()``. Checkers of several workers merge to what one would have seen.
package struct RowChecker: Sendable {
    private let schema: DataSchema
    private var columns: [ColumnChecker]
    private let keyColumns: [Int]
    private var rows = 0
    private var key: KeySample?
    private var rowKeys: KeySample?
    private var comparisons: [ComparisonFacts]
    private var leakage: LeakageSample?
    private let label: Int?

    private var batch = Batch()

    private struct Batch {
        var firstRow = 0
        var keyHashes: [UInt64] = []
        var rowHashes: [UInt64] = []
        var sampled: (batchRows: [Int], offset: Int) = ([], 0)
    }

    /// - Parameters:
    ///   - columns: the file's columns in its order, with what the file says they are.
    ///   - now: microseconds since 1970-01-01 UTC; nil: nothing is said of the future.
    ///   - wallOffset: what the clock on the wall of the schema's time zone is ahead of UTC now, in microseconds.
    package init(schema: DataSchema, columns: [(name: String, type: SchemaType)], now: Int64?, wallOffset: Int64 = 0) {
        self.schema = schema
        self.columns = columns.map { column in
            let rules = schema.index(of: column.name).map { schema.columns[$0] }
            let clock =
                rules?.format == .rfc3339 ? now : now.map { $0.addingReportingOverflow(wallOffset).partialValue }
            return ColumnChecker(
                rules ?? ColumnRules(name: column.name, type: column.type), found: column.type, now: clock)
        }
        let places = schema.dataset.key.map { name in columns.firstIndex { $0.name == name } }
        keyColumns = places.contains(nil) ? [] : places.compactMap { $0 }
        key = keyColumns.isEmpty ? nil : KeySample()
        rowKeys = schema.dataset.maximumDuplicateRows == nil ? nil : KeySample()
        comparisons = schema.dataset.comparisons.map { comparison in
            ComparisonFacts(obstacle: Self.obstacle(comparison, columns))
        }
        label = schema.dataset.label.flatMap { name in columns.firstIndex { $0.name == name } }
        leakage = label == nil ? nil : LeakageSample(width: columns.count)
    }

    /// The columns of each comparison; nil for one that cannot be made.
    package var comparedColumns: [(left: Int, right: Int)?] {
        schema.dataset.comparisons.indices.map { index in
            let comparison = schema.dataset.comparisons[index]
            guard comparisons[index].obstacle == nil,
                let left = columns.firstIndex(where: { $0.facts.name == comparison.left }),
                let right = columns.firstIndex(where: { $0.facts.name == comparison.right })
            else { return nil }
            return (left, right)
        }
    }

    package mutating func begin(firstRow: Int, rowCount: Int) {
        rows += rowCount
        batch.firstRow = firstRow
        batch.keyHashes = key == nil ? [] : [UInt64](repeating: 0, count: rowCount)
        batch.rowHashes = rowKeys == nil ? [] : [UInt64](repeating: 0, count: rowCount)
        batch.sampled = leakage?.begin(firstRow: firstRow, rowCount: rowCount) ?? ([], 0)
    }

    package mutating func add(_ cells: CellBatch, column: Int) {
        columns[column].add(cells)
        if rowKeys != nil { Self.fold(cells, into: &batch.rowHashes) }
        if key != nil, keyColumns.contains(column) { Self.fold(cells, into: &batch.keyHashes) }
        if leakage != nil { sample(cells, column) }
    }

    package mutating func compare(_ index: Int, _ left: CellBatch, _ right: CellBatch) {
        let relation = schema.dataset.comparisons[index].relation
        for row in 0..<left.rowCount where left.isValue(row) && right.isValue(row) {
            guard let holds = Self.holds(relation, left, right, row) else { continue }
            comparisons[index].rows += 1
            guard !holds else { continue }
            comparisons[index].broken.add(
                row: left.firstRow + row, "\(left.shown(row) ?? ""), \(right.shown(row) ?? "")")
        }
    }

    package mutating func end() {
        for (row, hash) in batch.keyHashes.enumerated() { key?.add(hash: hash, row: batch.firstRow + row) }
        for (row, hash) in batch.rowHashes.enumerated() { rowKeys?.add(hash: hash, row: batch.firstRow + row) }
    }

    /// Takes what another worker saw with the same schema and columns.
    package mutating func merge(_ other: RowChecker) {
        rows += other.rows
        for index in columns.indices { columns[index].merge(other.columns[index]) }
        if let theirs = other.key { key?.merge(theirs) }
        if let theirs = other.rowKeys { rowKeys?.merge(theirs) }
        for index in comparisons.indices {
            comparisons[index].rows += other.comparisons[index].rows
            comparisons[index].broken.merge(other.comparisons[index].broken)
        }
        if let theirs = other.leakage { leakage?.merge(theirs) }
    }

    package var facts: TableFacts {
        let correlations = columns.indices.map { column -> Double? in
            guard let label, column != label else { return nil }
            return leakage?.correlation(column, label)
        }
        return TableFacts(
            rows: rows, columns: columns.map(\.facts), key: key, rowKeys: rowKeys, comparisons: comparisons,
            correlations: correlations)
    }

    private mutating func sample(_ cells: CellBatch, _ column: Int) {
        for (place, row) in batch.sampled.batchRows.enumerated() where cells.isValue(row) {
            leakage?.set(Self.number(cells, row), row: batch.sampled.offset + place, column: column)
        }
    }

    /// A text is a number of its own, so that one of two values correlates as 0 and 1 do.
    private static func number(_ cells: CellBatch, _ row: Int) -> Double {
        switch cells.type {
        case .int, .float: cells.doubles[row]
        case .bool, .timestamp, .date, .time: Double(cells.integers[row])
        case .string, .category: Double(cells.hash(row) >> 11)
        }
    }

    private static func fold(_ cells: CellBatch, into hashes: inout [UInt64]) {
        for row in 0..<cells.rowCount { hashes[row] = SplitMix64.mix(hashes[row] &* 3 &+ cells.hash(row)) }
    }
}
