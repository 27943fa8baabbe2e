import MLOpsStatistics

/// What one worker has counted of a table on the cells of a reference.
struct WindowAccumulator: Sendable {
    /// How far the files have a column of the reference.
    struct Match: Sendable, Equatable {
        /// Rows of files that have the column.
        var rows = 0
        var nulls = 0
        /// Values that are not of the reference's kind.
        var strange = 0
    }

    private(set) var rows = 0
    /// One for each column of the reference, as all that follow.
    private(set) var counters: [CellCounter]
    private(set) var matches: [Match]
    private(set) var times: ClosedRange<Int64>?
    // The column's number in the batch, and whether it is of the reference's family.
    private let places: [(index: Int, isAlike: Bool)?]
    private let timePlace: Int?

    /// - Parameter schema: of the file that is read; nil for a sum over files.
    init(_ reference: TableReference, in schema: TableSchema?, timeColumn: String? = nil) {
        timePlace = timeColumn.flatMap { name in
            schema?.columns.firstIndex { $0.name == name && ColumnFamily($0.type) == .moment }
        }
        counters = reference.profile.columns.map { CellCounter($0.profile.emptied) }
        matches = Array(repeating: Match(), count: counters.count)
        places = reference.columns.map { column in
            schema?.index(of: column.name).map { index in
                let found = schema?.columns[index].type ?? column.type
                return (index, ColumnFamily(found) == ColumnFamily(column.type))
            }
        }
    }

    mutating func add(_ batch: ColumnBatch) {
        rows += batch.rowCount
        if let timePlace { addTimes(batch.columns[timePlace].moments) }
        for (index, place) in places.enumerated() {
            guard let place else { continue }
            let column = batch.columns[place.index]
            matches[index].rows += batch.rowCount
            matches[index].nulls += column.nullCount
            if place.isAlike {
                matches[index].strange += column.invalidCount
                counters[index].add(column)
            } else {
                let strange = batch.rowCount - column.nullCount
                matches[index].strange += strange
                counters[index].add(nulls: column.nullCount, invalid: strange)
            }
        }
    }

    /// Takes what another worker has counted, or what another file has.
    mutating func merge(_ other: WindowAccumulator) {
        rows += other.rows
        addTimes(other.times)
        for index in counters.indices {
            counters[index].merge(other.counters[index])
            matches[index].rows += other.matches[index].rows
            matches[index].nulls += other.matches[index].nulls
            matches[index].strange += other.matches[index].strange
        }
    }

    private mutating func addTimes(_ other: ClosedRange<Int64>?) {
        guard let other else { return }
        times = times.map { min($0.lowerBound, other.lowerBound)...max($0.upperBound, other.upperBound) } ?? other
    }

    /// Counts rows of files that lack a column which others have as null.
    mutating func fillUp() {
        for index in counters.indices where matches[index].rows > 0 && matches[index].rows < rows {
            counters[index].add(nulls: rows - matches[index].rows)
        }
    }
}
