import Synchronization

/// Reads files into the summary of all their rows.
struct SummaryPass {
    private let files: [DataFile]
    private let options: ProfileOptions
    /// Read as text, because the files have values of different kinds.
    private var asText: [ColumnSchema] = []

    private let keptValues: Int

    private enum Outcome {
        case whole(TableSummary, [ColumnLeftovers])
        case disagreement(column: String)
    }

    /// - Parameter keepsValues: Whether what profiles are made of is kept, as far as the options allow.
    init(_ files: [DataFile], _ options: ProfileOptions, keepsValues: Bool) {
        self.files = files
        self.options = options
        // A reference reads all numbers as such; with types that are given the summary may not.
        keptValues = keepsValues && options.read.schema == nil ? options.keptValues : 0
    }

    /// The leftovers are those of the summary's columns.
    mutating func run() throws(TableFault) -> (summary: TableSummary, leftovers: [ColumnLeftovers]) {
        while true {
            switch try attempt() {
            case .whole(let summary, let leftovers): return (summary, leftovers)
            case .disagreement(let column): asText.append(ColumnSchema(name: column, type: .string))
            }
        }
    }

    private func attempt() throws(TableFault) -> Outcome {
        var (columns, rows, bytes, reports) = ([ColumnAccumulator](), 0, Int64(0), [ReadReport]())
        for file in files {
            let (read, report) = try read(
                file, firstRow: Int64(rows), kept: columns.reduce(0) { $0 + $1.keptValues })
            for column in read.columns {
                guard let index = columns.firstIndex(where: { $0.name == column.name }) else {
                    var column = column
                    column.add(nulls: rows)
                    columns.append(column)
                    continue
                }
                guard columns[index].canMerge(column) else { return try disagreement(columns[index], column, file) }
                columns[index].merge(column)
            }
            rows += read.rows
            for index in columns.indices where columns[index].rows < rows {
                columns[index].add(nulls: rows - columns[index].rows)
            }
            bytes += file.byteCount
            reports.append(report)
        }
        return .whole(
            TableSummary(rows: rows, columns: Self.finished(columns, options), reports: reports, bytes: bytes),
            columns.map(\.leftovers))
    }

    private func disagreement(
        _ before: ColumnAccumulator, _ column: ColumnAccumulator, _ file: DataFile
    ) throws(TableFault) -> Outcome {
        guard !asText.contains(where: { $0.name == column.name }) else {
            let words = "is \(column.type) here and \(before.type) in the files before"
            throw TableFault(file, DataError(.malformed("a column \(words)"), at: DataPlace(column: column.name)))
        }
        return .disagreement(column: column.name)
    }

    private func read(
        _ file: DataFile, firstRow: Int64, kept: Int
    ) throws(TableFault) -> (TableAccumulator, ReadReport) {
        let options = options
        let keptLimit = max(0, keptValues - kept) / options.workers
        let reader = try file.reader(options.read, columns: asText.isEmpty ? nil : asText)
        var reading = try file.read(
            reader, workers: options.workers,
            initial: { TableAccumulator($0, firstRow: firstRow, options: options, keptLimit: keptLimit) },
            { $0.add($1) })
        var whole = reading.states.removeFirst()
        // Each is let go before the next is merged, so that no two are there beside the whole.
        while !reading.states.isEmpty { whole.merge(reading.states.removeFirst()) }
        return (whole, reading.report)
    }

    private static func finished(_ columns: [ColumnAccumulator], _ options: ProfileOptions) -> [TableSummary.Column] {
        let finished = Mutex([TableSummary.Column?](repeating: nil, count: columns.count))
        let next = Atomic(0)
        WorkerThreads.run(options.workers) { _ in
            while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < columns.count {
                let summary = TableSummary.Column(columns[index])
                finished.withLock { $0[index] = summary }
            }
        }
        return finished.withLock { $0.compactMap(\.self) }
    }
}
