/// Where a column that should ascend falls, over batches that come in any order.
package struct OrderRuns: Sendable {
    private struct Run {
        var rows: Range<Int>
        var first: Int64
        var last: Int64
        /// The row of the first value.
        var firstRow: Int
    }

    private let isStrict: Bool
    private let type: SchemaType
    // In the order of rows; neighbours that touch are one.
    private var runs: [Run] = []
    private var falls = Tally()

    /// - Parameter type: of whole numbers or moments.
    package init(type: SchemaType, isStrict: Bool) {
        self.type = type
        self.isStrict = isStrict
    }

    /// How many values are less than the one before, or not more when it is strict.
    ///
    /// Nulls are passed over.
    package var tally: Tally {
        var all = falls
        for index in runs.indices.dropFirst() where isFall(runs[index - 1].last, runs[index].first) {
            all.merge(example(runs[index].firstRow, runs[index].first))
        }
        return all
    }

    mutating func add(_ cells: CellBatch) {
        var run: Run?
        for row in 0..<cells.rowCount where cells.isValue(row) {
            let (value, number) = (cells.integers[row], cells.firstRow + row)
            guard let before = run else {
                run = Run(
                    rows: cells.firstRow..<(cells.firstRow + cells.rowCount), first: value, last: value,
                    firstRow: number)
                continue
            }
            if isFall(before.last, value) { falls.merge(example(number, value)) }
            run?.last = value
        }
        if let run { append(run) }
    }

    package mutating func merge(_ other: OrderRuns) {
        falls.merge(other.falls)
        let all = (runs + other.runs).sorted { $0.rows.lowerBound < $1.rows.lowerBound }
        runs.removeAll()
        for run in all { append(run) }
    }

    // Batches of one worker come in the order of the rows.
    private mutating func append(_ run: Run) {
        guard let before = runs.last, before.rows.upperBound == run.rows.lowerBound else {
            runs.append(run)
            return
        }
        if isFall(before.last, run.first) { falls.merge(example(run.firstRow, run.first)) }
        runs[runs.count - 1].rows = before.rows.lowerBound..<run.rows.upperBound
        runs[runs.count - 1].last = run.last
    }

    private func isFall(_ before: Int64, _ after: Int64) -> Bool { isStrict ? after <= before : after < before }

    private func example(_ row: Int, _ value: Int64) -> Tally {
        let value = type.isMoment ? MomentText.text(value, as: type) : "\(value)"
        return Tally(count: 1, examples: [RowExample(row: row + 1, value: value)])
    }
}
