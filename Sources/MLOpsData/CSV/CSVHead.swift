/// The beginning of a CSV file, from which its dialect, columns and types are found.
struct CSVHead {
    static let sampleBytes = 1 << 20
    /// The delimiter is looked for in no more than this, by whoever reads the file and for whatever purpose.
    static let sniffedBytes = 1 << 16

    let dialect: CSVDialect
    let names: [String]
    let nameNotes: [String]
    /// Where the first record after the header begins.
    let dataStart: Int
    /// The first bytes of the unpacked file.
    let bytes: [UInt8]
    let isComplete: Bool

    /// Reads as much of the stream as it takes to see a header and some rows.
    init(_ stream: any ByteStream, name: [UInt8], options: ReadOptions) throws(DataError) {
        var bytes = try stream.bytes(atMost: Self.sampleBytes)
        var isComplete = bytes.count < Self.sampleBytes
        if let other = UTF8Text.otherEncoding(head: Array(bytes.prefix(4))) {
            throw DataError(.encoding(other), at: DataPlace(byte: 0))
        }
        let hasMark = bytes.starts(with: CSVDialect.byteOrderMark)
        let start = hasMark ? CSVDialect.byteOrderMark.count : 0
        var found = Self.header(bytes, start, isComplete, name, options)
        if found == nil, !isComplete {
            bytes += try stream.bytes(atMost: options.limits.rowBytes)
            isComplete = bytes.count < Self.sampleBytes + options.limits.rowBytes
            found = Self.header(bytes, start, isComplete, name, options)
            guard found != nil || isComplete else {
                throw DataError(.limit(.rowBytes, Int64(options.limits.rowBytes)), at: DataPlace(line: 1))
            }
        }
        let delimiter = found?.delimiter ?? UInt8(ascii: ",")
        dialect = CSVDialect(delimiter: delimiter, hasHeader: options.csv.hasHeader, hasByteOrderMark: hasMark)
        dataStart = found.map { options.csv.hasHeader ? $0.end : start } ?? bytes.count
        self.bytes = bytes
        self.isComplete = isComplete
        var scanner = CSVRecordScanner(delimiter: delimiter)
        _ = bytes[start..<max(start, found?.end ?? bytes.count)].withUnsafeBytes { scanner.consume($0) }
        guard !scanner.isUnterminated else { throw DataError(.unterminatedQuote, at: DataPlace(line: 1)) }
        let fields = found?.fields ?? []
        guard fields.count <= options.limits.columns else {
            throw DataError(.limit(.columns, Int64(options.limits.columns)), at: DataPlace(line: 1))
        }
        (names, nameNotes) = try Self.names(fields, hasHeader: options.csv.hasHeader)
    }

    private static func header(
        _ bytes: [UInt8], _ start: Int, _ isComplete: Bool, _ name: [UInt8], _ options: ReadOptions
    ) -> (fields: [[UInt8]], end: Int, delimiter: UInt8)? {
        bytes.withUnsafeBytes { all in
            let text = UnsafeRawBufferPointer(rebasing: all[start...])
            let delimiter = delimiter(text, isComplete: isComplete, name: name, options: options.csv)
            let (records, end) = CSVSplitter.records(text, delimiter: delimiter, limit: 1, isComplete: isComplete)
            return records.first.map { ($0, start + end, delimiter) }
        }
    }

    /// - Parameters:
    ///   - text: From the first record on.
    ///   - isComplete: Whether that is the whole file.
    static func delimiter(
        _ text: UnsafeRawBufferPointer, isComplete: Bool, name: [UInt8], options: CSVOptions
    ) -> UInt8 {
        if let delimiter = options.delimiter { return delimiter }
        if Compression.strippingEnding(of: name).hasEnding(".tsv") { return UInt8(ascii: "\t") }
        let sample = UnsafeRawBufferPointer(rebasing: text.prefix(sniffedBytes))
        return CSVDialectSniffer.delimiter(sample, isComplete: isComplete && sample.count == text.count)
    }

    private static func names(
        _ fields: [[UInt8]], hasHeader: Bool
    ) throws(DataError) -> (names: [String], notes: [String]) {
        guard hasHeader else { return (fields.indices.map { "column_\($0 + 1)" }, []) }
        var names: [String] = []
        for field in fields {
            guard let name = String(validating: field, as: UTF8.self) else {
                let place = DataPlace(line: 1, column: String(decoding: field, as: UTF8.self))
                throw DataError(.encoding("the name of a column; convert it with iconv"), at: place)
            }
            names.append(name.trimmingBlanks)
        }
        return ColumnNames.unique(names)
    }
}

extension ByteStream {
    func bytes(atMost limit: Int) throws(DataError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
        defer { buffer.deallocate() }
        let count = try read(into: buffer)
        return Array(buffer[..<count])
    }
}

extension String {
    /// Without the spaces and tabs around it.
    fileprivate var trimmingBlanks: String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let start = drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}
