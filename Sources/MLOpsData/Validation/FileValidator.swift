package import MLOpsStatistics

/// Holds files against a schema, in memory that does not grow with the file.
package struct FileValidator: Sendable {
    package let schema: DataSchema
    private let options: ReadOptions
    private let workers: Int

    /// - Parameter options: the types of columns in it give way to those of the schema.
    package init(schema: DataSchema, options: ReadOptions = ReadOptions(), workers: Int = 2) {
        self.schema = schema
        self.options = options
        self.workers = workers
    }

    /// How the file has to be read, so that a ``ValidationState`` understands it.
    package var readOptions: ReadOptions {
        var options = options
        let others = options.schema?.columns.filter { schema.index(of: $0.name) == nil } ?? []
        options.schema = TableSchema(columns: schema.columns.map { ColumnSchema($0) } + others)
        return options
    }

    /// Reads the file once.
    package func validate(_ file: DataFile, _ context: ValidationContext) throws(DataError) -> ValidationReport {
        try check(file, context).report
    }

    /// The check with the changes of the schema that would accept what it found.
    package func check(_ file: DataFile, _ context: ValidationContext) throws(DataError) -> SchemaCheck {
        let schema = schema
        let reading = try TableReader(file, options: readOptions).read(
            workers: workers, initial: { ValidationState(schema: schema, table: $0, context: context) },
            { state, batch in state.add(batch) })
        guard var state = reading.states.first else { throw DataError(.malformed("it was read by nobody")) }
        for other in reading.states.dropFirst() { state.merge(other) }
        let written = reading.report.invalid.contains { $0.count > 0 } ? try TableReader(file, options: options) : nil
        let facts = state.facts(reading.report, written: written?.schema)
        return SchemaCheck(schema: schema, facts: facts, context: context)
    }
}
