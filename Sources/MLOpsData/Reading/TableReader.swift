/// Reads a table of any format, plain or packed, batch by batch, in memory that does not grow with the file.
package struct TableReader: Sendable {
    private enum Table: Sendable {
        case csv(CSVTable)
        case jsonLines(JSONLinesTable)
        case parquet(ParquetTable)
    }

    private let file: DataFile
    private let options: ReadOptions
    private let table: Table

    /// Looks at the file's beginning (of Parquet, its footer) and finds out what the caller did not say.
    package init(_ file: DataFile, options: ReadOptions = ReadOptions()) throws(DataError) {
        self.file = file
        self.options = options
        let compression = try file.compression
        let head = try file.stream(limits: options.limits).bytes(atMost: 256)
        guard let format = options.format ?? DataFormat(content: head, fileName: file.name) else {
            throw DataError(.unknownFormat)
        }
        table =
            switch format {
            case .csv: .csv(try CSVTable(file, compression: compression, options: options))
            case .jsonl: .jsonLines(try JSONLinesTable(file, compression: compression, options: options))
            case .parquet: .parquet(try ParquetTable(file, compression: compression, options: options))
            }
    }

    /// The columns as they are known before all of the file is read: inferred types may turn out to be too narrow.
    package var schema: TableSchema { report.schema }

    /// As it lies on the disk.
    package var byteCount: Int64 { file.byteCount }

    /// What is known of the file before it is read.
    package var report: ReadReport {
        switch table {
        case .csv(let table): table.report
        case .jsonLines(let table): table.report
        case .parquet(let table): table.report
        }
    }

    /// Reads the whole file; returns the workers' states and what was found.
    ///
    /// When an inferred type turns out to be too narrow the file is read again with a wider one, and states begin anew:
    /// `initial` is called again and only the last states count. With given types such cells are invalid, and counted.
    ///
    /// - Parameters:
    ///   - workers: Threads; each has a state of its own.
    ///   - body: Called by one worker at a time for each state, with batches in the file's order. The file's batches
    ///     are the same whatever the number of workers.
    package func read<State: Sendable>(
        workers: Int = 2, initial: @escaping @Sendable (TableSchema) -> State,
        _ body: @escaping @Sendable (inout State, ColumnBatch) -> Void
    ) throws(DataError) -> TableReading<State> {
        switch table {
        case .csv(let table): try readText(table, workers, initial, body)
        case .jsonLines(let table): try readText(table, workers, initial, body)
        case .parquet(let table): try table.read(workers: workers, initial: initial, body)
        }
    }

    private func readText<Table: TextTable, State: Sendable>(
        _ table: Table, _ workers: Int, _ initial: @escaping @Sendable (TableSchema) -> State,
        _ body: @escaping @Sendable (inout State, ColumnBatch) -> Void
    ) throws(DataError) -> TableReading<State> {
        var table = table
        var passes = 0
        while true {
            passes += 1
            let pass = TextPass(table: table, file: file, options: options, initial: initial, body: body)
            let outcomes = try pass.run(workers: workers)
            var report = table.report
            report.passes = passes
            for outcome in outcomes { report.merge(outcome.report) }
            guard outcomes.contains(where: \.isInVain), var findings = outcomes.first?.findings else {
                return TableReading(states: outcomes.map(\.state), report: report)
            }
            for outcome in outcomes.dropFirst() { Table.Parser.merge(&findings, outcome.findings) }
            guard let wider = table.widened(by: findings) else {
                return TableReading(states: outcomes.map(\.state), report: report)
            }
            table = wider
        }
    }
}
