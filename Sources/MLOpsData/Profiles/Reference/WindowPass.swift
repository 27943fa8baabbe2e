import MLOpsStatistics

/// Reads files and counts their rows on the cells of a reference.
struct WindowPass {
    private let files: [DataFile]
    private let options: ProfileOptions
    private let reference: TableReference
    /// Of each file, when they are known from an earlier pass.
    private let knownTypes: [TableSchema]?

    init(
        _ files: [DataFile], _ options: ProfileOptions, _ reference: TableReference, knownTypes: [TableSchema]? = nil
    ) {
        self.files = files
        self.options = options
        self.reference = reference
        self.knownTypes = knownTypes
    }

    /// - Parameter eachFile: is handed the window of each file by itself, which is then let go.
    func run(eachFile: ((Int, TableWindow) -> Void)? = nil) throws(TableFault) -> TableWindow {
        var whole = Counted(WindowAccumulator(reference, in: nil))
        for (index, file) in files.enumerated() {
            let head = try head(index)
            let read = try read(file, head)
            // A key of JSON may come up late.
            let counted = Counted(read.0, bytes: file.byteCount, reports: [read.1], schemas: [head, read.1.schema])
            whole.merge(counted)
            if let eachFile { eachFile(index, window(counted)) }
        }
        whole.accumulator.fillUp()
        return window(whole)
    }

    private struct Counted {
        var accumulator: WindowAccumulator
        var bytes: Int64 = 0
        var reports: [ReadReport] = []
        var schemas: [TableSchema] = []

        init(
            _ accumulator: WindowAccumulator, bytes: Int64 = 0, reports: [ReadReport] = [], schemas: [TableSchema] = []
        ) {
            self.accumulator = accumulator
            self.bytes = bytes
            self.reports = reports
            self.schemas = schemas
        }

        mutating func merge(_ other: Counted) {
            accumulator.merge(other.accumulator)
            bytes += other.bytes
            reports += other.reports
            schemas += other.schemas
        }
    }

    private func window(_ counted: Counted) -> TableWindow {
        let accumulator = counted.accumulator
        return TableWindow(
            rows: accumulator.rows, profile: WindowProfile(columns: accumulator.counters.map(\.profile)),
            presence: presence(accumulator.matches, counted.schemas), times: accumulator.times,
            newColumns: newColumns(counted.schemas), reports: counted.reports, bytes: counted.bytes)
    }

    private func head(_ index: Int) throws(TableFault) -> TableSchema {
        if let knownTypes { return knownTypes[index] }
        return try files[index].reader(options.read, columns: nil).schema
    }

    private func read(_ file: DataFile, _ head: TableSchema) throws(TableFault) -> (WindowAccumulator, ReadReport) {
        let reader = try file.reader(options.read, columns: reference.columns.compactMap { $0.asRead(in: head) })
        let (reference, timeColumn) = (reference, options.timeColumn)
        var reading = try file.read(
            reader, workers: options.workers,
            initial: { WindowAccumulator(reference, in: $0, timeColumn: timeColumn) }, { $0.add($1) })
        var whole = reading.states.removeFirst()
        while !reading.states.isEmpty { whole.merge(reading.states.removeFirst()) }
        return (whole, reading.report)
    }

    private func presence(_ matches: [WindowAccumulator.Match], _ heads: [TableSchema]) -> [TableWindow.Presence] {
        zip(reference.columns, matches).map { column, match in
            let found = heads.lazy.compactMap { head in head.columns.first { $0.name == column.name } }.first
            guard let found else { return .missing }
            guard 2 * match.strange > match.rows - match.nulls else { return .present }
            return .otherType(ColumnFamily(found.type) == ColumnFamily(column.type) ? .string : found.type)
        }
    }

    private func newColumns(_ heads: [TableSchema]) -> [ColumnSchema] {
        var names = Set(reference.columns.map(\.name))
        return heads.flatMap(\.columns).filter { options.includes($0.name) && names.insert($0.name).inserted }
    }
}

extension ColumnSchema {
    /// How a text file is read that is to be compared with this column; nil when it does not have it.
    ///
    /// Of a file whose column looks the same its own way of writing numbers and moments counts.
    func asRead(in head: TableSchema) -> ColumnSchema? {
        guard let found = head.columns.first(where: { $0.name == name }) else { return nil }
        let isAlike = ColumnFamily(found.type) == ColumnFamily(type)
        var column = isAlike ? found : self
        // A fraction among whole numbers is a value, and no violation.
        column.type = ColumnFamily(type) == .number ? .double : isAlike ? type.joined(with: found.type) : type
        return column
    }
}
