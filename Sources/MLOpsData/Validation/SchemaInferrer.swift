package import MLOpsStatistics

/// Gathers from files what a schema is inferred from.
package struct SchemaInferrer: Sendable {
    /// What was gathered.
    package struct Gathering: Sendable {
        package var evidence: SchemaEvidence
        /// Of each file.
        package var rowCounts: [Int]
        /// What a reader of the inferred types should know, a sentence each.
        package var notes: [String]

        package var inference: SchemaInference { SchemaInference(evidence, rowCounts: rowCounts) }
    }

    private let files: [DataFile]
    private let options: ReadOptions
    private let workers: Int

    /// - Parameter files: of one dataset, at least one.
    package init(_ files: [DataFile], options: ReadOptions = ReadOptions(), workers: Int = 2) {
        self.files = files
        self.options = options
        self.workers = workers
    }

    /// Reads all files; again when they do not agree on a column's type.
    ///
    /// - Parameter rows: which rows count, by their number over all files; nil: all.
    package func gather(
        rows: (@Sendable (Int) -> Bool)? = nil
    ) throws(UnreadableFile) -> Gathering {
        var agreed: [ColumnSchema] = []
        // Types only get wider, so that this ends.
        while true {
            let (gathering, columns) = try read(agreed, rows)
            let joined = Self.joined(columns)
            let wider = joined.filter { column in
                columns.contains { $0.contains { $0.name == column.name && $0 != column } }
            }
            guard !wider.isEmpty else { return gathering }
            agreed = agreed.filter { old in !wider.contains { $0.name == old.name } } + wider
        }
    }

    private func read(
        _ agreed: [ColumnSchema], _ rows: (@Sendable (Int) -> Bool)?
    ) throws(UnreadableFile) -> (Gathering, columns: [[ColumnSchema]]) {
        var gathering = Gathering(evidence: SchemaEvidence(columns: []), rowCounts: [], notes: [])
        var columns: [[ColumnSchema]] = []
        var firstRow = 0
        for file in files {
            let reading = try self.reading(file, agreed, firstRow, rows)
            firstRow += Int(reading.report.rows)
            gathering.rowCounts.append(Int(reading.report.rows))
            gathering.notes += reading.report.schema.notes.filter { !gathering.notes.contains($0) }
            columns.append(reading.report.schema.columns)
            // Of several files only the types may differ at first; then this reading is not used.
            let areAlike = Set(columns.flatMap { $0 }).count == Set(columns.flatMap { $0.map(\.name) }).count
            for state in reading.states where areAlike { gathering.evidence.merge(state) }
        }
        return (gathering, columns)
    }

    private func reading(
        _ file: DataFile, _ agreed: [ColumnSchema], _ firstRow: Int, _ rows: (@Sendable (Int) -> Bool)?
    ) throws(UnreadableFile) -> TableReading<SchemaEvidence> {
        var options = options
        options.schema = TableSchema(columns: agreed + (options.schema?.columns ?? []))
        do throws(DataError) {
            return try TableReader(file, options: options).read(
                workers: workers, initial: { SchemaEvidence(columns: $0.columns.map { EvidenceColumn($0) }) },
                { evidence, batch in evidence.add(batch, firstRow: firstRow, rows) })
        } catch {
            throw UnreadableFile(name: file.shownName, error: error)
        }
    }

    /// Each column as the narrowest that holds it in all files.
    private static func joined(_ files: [[ColumnSchema]]) -> [ColumnSchema] {
        var joined: [ColumnSchema] = []
        for column in files.flatMap({ $0 }) {
            guard let index = joined.firstIndex(where: { $0.name == column.name }) else {
                joined.append(column)
                continue
            }
            if joined[index] != column { joined[index] = joined[index].joined(column) }
        }
        return joined
    }
}

extension ColumnSchema {
    fileprivate func joined(_ other: ColumnSchema) -> ColumnSchema {
        let isWhole = { (column: ColumnSchema) in column.type == .integer }
        if isWhole(self), other.type == .double { return other }
        if isWhole(other), type == .double { return self }
        let numbers: [SchemaType] = [.int, .float]
        if numbers.contains(SchemaType(type)), numbers.contains(SchemaType(other.type)),
            hasDecimalComma == other.hasDecimalComma
        {
            return ColumnSchema(name: name, type: .double, hasDecimalComma: hasDecimalComma)
        }
        let days: [ColumnType] = [.date, .timestamp(zoned: false)]
        if days.contains(type), days.contains(other.type), timestampFormat == .iso, other.timestampFormat == .iso {
            return ColumnSchema(name: name, type: .timestamp(zoned: false))
        }
        return ColumnSchema(name: name, type: .string)
    }
}

extension SchemaEvidence {
    /// Adds a batch, or of it the runs of rows that count.
    fileprivate mutating func add(_ batch: ColumnBatch, firstRow: Int, _ isIncluded: ((Int) -> Bool)?) {
        let start = firstRow + Int(batch.firstRow)
        for range in Self.runs(batch.rowCount, start, isIncluded) {
            begin(firstRow: start + range.lowerBound, rowCount: range.count)
            for index in batch.columns.indices {
                batch.withCells(index) { add($0.moved(by: firstRow).rows(range), column: index) }
            }
            end()
        }
    }

    private static func runs(_ rowCount: Int, _ start: Int, _ isIncluded: ((Int) -> Bool)?) -> [Range<Int>] {
        guard let isIncluded else { return [0..<rowCount] }
        var runs: [Range<Int>] = []
        for row in 0..<rowCount where isIncluded(start + row) {
            if let last = runs.last, last.upperBound == row {
                runs[runs.count - 1] = last.lowerBound..<(row + 1)
            } else {
                runs.append(row..<(row + 1))
            }
        }
        return runs
    }
}
