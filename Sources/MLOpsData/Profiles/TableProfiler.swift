import MLOpsStatistics

/// Reads files, one after another as one table, into statistics; each with all workers.
package struct TableProfiler: Sendable {
    let files: [DataFile]
    let options: ProfileOptions

    package init(_ files: [DataFile], options: ProfileOptions = ProfileOptions()) {
        self.files = files
        self.options = options
    }

    /// Reads all files once, or more often when they do not agree on the type of a column.
    package func summary() throws(TableFault) -> TableSummary {
        var pass = SummaryPass(files, options, keepsValues: false)
        return try pass.run().summary
    }

    /// Fits cells to the files and counts them exactly: in a second pass, unless the first has kept everything.
    ///
    /// - Parameter eachFile: if given, it is handed the window of each file by itself, with its position and the cells that it
    ///   was counted on (the returned reference's, without rows yet); no two are in memory at once.
    package func reference(
        eachFile: ((_ index: Int, _ window: TableWindow, _ cells: TableReference) -> Void)? = nil
    ) throws(TableFault) -> (reference: TableReference, summary: TableSummary) {
        var pass = SummaryPass(files, options, keepsValues: eachFile == nil)
        let (summary, leftovers) = try pass.run()
        let reference = ReferencePass(files, options, summary, leftovers)
        return (try reference.run(eachFile: eachFile), summary)
    }

    /// Counts the files on the cells of a reference.
    package func window(on reference: TableReference) throws(TableFault) -> TableWindow {
        try WindowPass(files, options, reference).run()
    }

    /// Reads the finite values of each column of a reference in ascending order; none of a column that is not ordered.
    ///
    /// All of them are in memory at once, at eight bytes a value.
    package func sortedValues(on reference: TableReference) throws(TableFault) -> [[Double]] {
        try ValuesPass(files, options, reference).run()
    }
}

extension DataFile {
    /// Reads the file with all workers; the error names it.
    func read<State: Sendable>(
        _ reader: TableReader, workers: Int, initial: @escaping @Sendable (TableSchema) -> State,
        _ body: @escaping @Sendable (inout State, ColumnBatch) -> Void
    ) throws(TableFault) -> TableReading<State> {
        do throws(DataError) {
            return try reader.read(workers: workers, initial: initial, body)
        } catch {
            throw TableFault(self, error)
        }
    }

    func reader(_ options: ReadOptions, columns: [ColumnSchema]?) throws(TableFault) -> TableReader {
        var options = options
        if let columns {
            let names = Set(columns.map(\.name))
            let others = options.schema?.columns.filter { !names.contains($0.name) } ?? []
            options.schema = TableSchema(columns: columns + others)
        }
        do throws(DataError) {
            return try TableReader(self, options: options)
        } catch {
            throw TableFault(self, error)
        }
    }
}
