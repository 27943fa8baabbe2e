/// What inference needs to know of one column.
///
/// It depends neither on batches nor on workers.
struct ColumnEvidence: Sendable {
    let column: EvidenceColumn
    private(set) var rows = 0
    private(set) var nulls = 0
    private(set) var invalid = 0
    private(set) var numbers = NumericSummary()
    private(set) var texts = CategorySummary()
    /// Of whole numbers and moments.
    private(set) var wholes: WholeEvidence?
    private(set) var trues = 0
    /// Until a value repeats; nil from then on.
    private(set) var keys: KeySample? = KeySample()

    init(_ column: EvidenceColumn) {
        self.column = column
        if column.type == .int || column.type.isMoment { wholes = WholeEvidence(type: column.type) }
        // Numbers with a fraction hardly ever repeat, and mean nothing by it.
        if column.type == .float || column.type == .bool { keys = nil }
    }

    var values: Int { rows - nulls - invalid }

    mutating func add(_ cells: CellBatch) {
        rows += cells.rowCount
        for state in cells.states where state != CellState.value {
            if state == CellState.null { nulls += 1 } else { invalid += 1 }
        }
        let states = cells.states.isEmpty ? nil : cells.states
        switch column.type {
        case .int, .float: numbers.add(numbers: cells.doubles, states: states, firstRow: cells.firstRow)
        case .string, .category: texts.add(bytes: cells.bytes, offsets: cells.offsets, states: states)
        case .bool: for row in 0..<cells.rowCount where cells.isValue(row) { trues += cells.integers[row] == 0 ? 0 : 1 }
        case .timestamp, .date, .time: break
        }
        wholes?.add(cells)
        addKeys(cells)
    }

    mutating func merge(_ other: ColumnEvidence) {
        rows += other.rows
        nulls += other.nulls
        invalid += other.invalid
        numbers.merge(other.numbers)
        texts.merge(other.texts)
        if let theirs = other.wholes { wholes?.merge(theirs) }
        trues += other.trues
        if let theirs = other.keys { keys?.merge(theirs) } else { keys = nil }
        if keys?.hasDuplicates == true { keys = nil }
    }

    private mutating func addKeys(_ cells: CellBatch) {
        guard keys != nil else { return }
        for row in 0..<cells.rowCount where cells.isValue(row) {
            keys?.add(hash: cells.hash(row), row: cells.firstRow + row)
        }
        if keys?.hasDuplicates == true { keys = nil }
    }
}
