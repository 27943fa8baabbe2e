/// A CSV file whose header was read and whose types were given or inferred from its first rows.
struct CSVTable: TextTable {
    let dialect: CSVDialect
    let dataStart: Int
    private(set) var schema: TableSchema
    private var evidence: [TypeEvidence]
    private let isGiven: [Bool]
    private let nameNotes: [String]
    private let options: ReadOptions
    private let compression: Compression

    init(_ file: DataFile, compression: Compression, options: ReadOptions) throws(DataError) {
        let stream = try file.stream(limits: options.limits)
        let head = try CSVHead(stream, name: file.name, options: options)
        self.options = options
        self.compression = compression
        dialect = head.dialect
        dataStart = head.dataStart
        nameNotes = head.nameNotes
        let given = head.names.map { name in options.schema?.columns.first { $0.name == name } }
        isGiven = given.map { $0 != nil }
        evidence = Array(repeating: TypeEvidence(), count: head.names.count)
        schema = TableSchema(
            columns: zip(head.names, given).map { name, column in column ?? ColumnSchema(name: name, type: .string) })
        if isGiven.contains(false) { try inferFromHead(head) }
        setTypes()
    }

    var report: ReadReport {
        ReadReport(format: .csv, compression: compression, schema: schema, dialect: dialect)
    }

    func scanner() -> any RecordScanner { CSVRecordScanner(delimiter: dialect.delimiter) }

    func parser() -> CSVParser {
        let columns = schema.columns.indices.map { index in
            CSVColumnParser(
                schema: schema.columns[index], isWanted: options.isWanted(schema.columns[index].name),
                isInferred: !isGiven[index], isUnknown: !isGiven[index] && evidence[index].isEmpty,
                nullTokens: options.csv.nullTokens, allowsComma: dialect.delimiter != UInt8(ascii: ","))
        }
        return CSVParser(dialect: dialect, report: report, columns: columns, limits: options.limits)
    }

    func widened(by findings: [TypeEvidence]) -> CSVTable? {
        var wider = self
        for index in findings.indices { wider.evidence[index].merge(findings[index]) }
        wider.setTypes()
        return wider.schema.columns == schema.columns ? nil : wider
    }

    private mutating func setTypes() {
        schema.notes = nameNotes
        for index in schema.columns.indices where !isGiven[index] {
            let column = evidence[index].column(named: schema.columns[index].name)
            schema.columns[index] = column
            if let note = evidence[index].note(for: column) { schema.notes.append(note) }
        }
    }

    /// Reads the first rows as if nothing were known of any column.
    private mutating func inferFromHead(_ head: CSVHead) throws(DataError) {
        guard !schema.columns.isEmpty else { return }
        let chunk = TextChunk()
        var scanner = CSVRecordScanner(delimiter: dialect.delimiter)
        let rest = head.bytes[head.dataStart...]
        let end = rest.withUnsafeBytes { scanner.consume($0) } ?? 0
        if head.isComplete { scanner.finish() }
        chunk.begin(with: Array(head.isComplete ? rest : rest.prefix(end)), firstRow: 0, byteOffset: Int64(dataStart))
        chunk.rowCount = Int(scanner.records)
        let parser = parser()
        try parser.parse(chunk) { _ in }
        evidence = parser.findings
    }
}
