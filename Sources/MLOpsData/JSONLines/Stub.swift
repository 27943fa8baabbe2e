struct JSONLinesTable: Sendable { init(_ f: DataFile, compression: Compression, options: ReadOptions) throws(DataError) { throw DataError(.unknownFormat) }
 var report: ReadReport { ReadReport(format: .jsonl, compression: .none, schema: TableSchema(columns: [])) } }
struct ParquetTable: Sendable { init(_ f: DataFile, compression: Compression, options: ReadOptions) throws(DataError) { throw DataError(.unknownFormat) }
 var report: ReadReport { ReadReport(format: .jsonl, compression: .none, schema: TableSchema(columns: [])) }
 func read<State: Sendable>(workers: Int = 2, initial: @escaping @Sendable (TableSchema) -> State, _ body: @escaping @Sendable (inout State, ColumnBatch) -> Void) throws(DataError) -> TableReading<State> { throw DataError(.unknownFormat) } }
