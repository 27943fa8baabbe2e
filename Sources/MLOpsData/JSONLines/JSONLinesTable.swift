/// A JSON Lines file whose columns were given or inferred from its first lines.
struct JSONLinesTable: TextTable {
    private struct Key: Sendable {
        var path: [[UInt8]]
        var evidence: TypeEvidence
        var given: ColumnSchema?
    }

    let dataStart: Int
    private(set) var schema = TableSchema(columns: [])
    private var keys: [Key] = []
    private let options: ReadOptions
    private let compression: Compression

    init(_ file: DataFile, compression: Compression, options: ReadOptions) throws(DataError) {
        self.options = options
        self.compression = compression
        let stream = try file.stream(limits: options.limits)
        let head = try stream.bytes(atMost: CSVHead.sampleBytes)
        if let other = UTF8Text.otherEncoding(head: Array(head.prefix(4))) {
            throw DataError(.encoding(other), at: DataPlace(byte: 0))
        }
        dataStart = head.starts(with: CSVDialect.byteOrderMark) ? CSVDialect.byteOrderMark.count : 0
        try inferFromHead(head, isComplete: head.count < CSVHead.sampleBytes)
    }

    var report: ReadReport { ReadReport(format: .jsonl, compression: compression, schema: schema) }

    func scanner() -> any RecordScanner { JSONLinesScanner() }

    func parser() -> JSONLinesParser {
        let columns = zip(schema.columns, keys).map { column, key in
            JSONColumnParser(
                schema: column, isWanted: options.isWanted(column.name), isInferred: key.given == nil)
        }
        return JSONLinesParser(
            report: report, columns: columns, keys: JSONKeys(paths: keys.map(\.path)), limits: options.limits)
    }

    func widened(by findings: JSONLinesParser.Findings) -> JSONLinesTable? {
        var wider = self
        for index in findings.evidence.indices { wider.keys[index].evidence.merge(findings.evidence[index]) }
        for found in findings.discovery.inOrder {
            let name = Self.name(found.path)
            let given = options.schema?.columns.first { $0.name == name }
            wider.keys.append(Key(path: found.path, evidence: found.evidence, given: given))
        }
        wider.setSchema()
        return wider.schema.columns == schema.columns ? nil : wider
    }

    private static func name(_ path: [[UInt8]]) -> String {
        path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }

    private mutating func setSchema() {
        // A key that was null where it was no object is no column beside those of its members.
        let outer = Set(keys.flatMap { key in (1..<max(1, key.path.count)).map { Array(key.path.prefix($0)) } })
        keys.removeAll { $0.evidence.isEmpty && $0.given == nil && outer.contains($0.path) }
        let (names, renamed) = ColumnNames.unique(keys.map { Self.name($0.path) })
        schema = TableSchema(columns: [], notes: renamed)
        for (key, name) in zip(keys, names) {
            let column = key.given ?? key.evidence.column(named: name)
            schema.columns.append(column)
            if key.given == nil, let note = key.evidence.note(for: column) { schema.notes.append(note) }
        }
    }

    /// Reads the first lines as if no key were known: all they have is discovered.
    private mutating func inferFromHead(_ head: [UInt8], isComplete: Bool) throws(DataError) {
        let chunk = TextChunk()
        var scanner = JSONLinesScanner()
        let rest = head[dataStart...]
        let end = rest.withUnsafeBytes { scanner.consume($0) } ?? 0
        if isComplete { scanner.finish() }
        chunk.begin(with: Array(isComplete ? rest : rest.prefix(end)), firstRow: 0, byteOffset: Int64(dataStart))
        chunk.rowCount = Int(scanner.records)
        var parser = parser()
        try parser.parse(chunk) { _ in }
        if let wider = widened(by: parser.findings) { self = wider }
    }
}
