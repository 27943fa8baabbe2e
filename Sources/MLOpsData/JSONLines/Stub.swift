struct JSONLinesTable: Sendable { init(_ f: DataFile, compression: Compression, options: ReadOptions) throws(DataError) { throw DataError(.unknownFormat) }
 var report: ReadReport { ReadReport(format: .jsonl, compression: .none, schema: TableSchema(columns: [])) } }
