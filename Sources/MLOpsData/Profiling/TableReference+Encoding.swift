package import MLOpsStatistics

extension TableReference {
    private static let version: UInt8 = 1

    /// The reference as bytes, for ``init(encoded:)``.
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        writer.write(string: profile.encoded)
        for column in columns { column.encode(into: &writer) }
        return writer.bytes
    }

    /// Decodes what ``encoded`` returned.
    ///
    /// - Throws: `MalformedProfile` for other bytes; never traps.
    package init(encoded bytes: [UInt8]) throws(MalformedProfile) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.version else { throw reader.malformed("version \(Self.version)") }
        let profile = try ReferenceProfile(encoded: try reader.string())
        var columns: [ColumnSchema] = []
        for column in profile.columns { columns.append(try ColumnSchema(&reader, name: column.name)) }
        try reader.end()
        self.init(profile: profile, columns: columns)
    }
}

extension ColumnSchema {
    private static let plainTypes: [ColumnType] = [
        .boolean, .integer, .double, .string, .bytes, .date, .time, .timestamp(zoned: false), .timestamp(zoned: true),
    ]
    private static let mostDigits = 1 << 16

    fileprivate func encode(into writer: inout ByteWriter) {
        if case .decimal(let precision, let scale) = type {
            writer.write(Self.plainTypes.count)
            writer.write(precision)
            writer.write(scale)
        } else {
            writer.write(Self.plainTypes.firstIndex(of: type) ?? 0)
        }
        writer.write(byte: hasDecimalComma ? 1 : 0)
        switch timestampFormat {
        case .iso: writer.write(byte: 0)
        case .pattern(let pattern):
            writer.write(byte: 1)
            writer.write(string: Array(pattern.text.utf8))
        case .epoch(let unit):
            writer.write(byte: 2)
            writer.write(word: UInt64(bitPattern: unit))
        }
    }

    fileprivate init(_ reader: inout ByteReader, name: String) throws(MalformedProfile) {
        let kind = try reader.number(upTo: Self.plainTypes.count)
        var type = ColumnType.string
        if kind < Self.plainTypes.count {
            type = Self.plainTypes[kind]
        } else {
            let precision = try reader.number(upTo: Self.mostDigits)
            type = .decimal(precision: precision, scale: try reader.number(upTo: Self.mostDigits))
        }
        let hasDecimalComma = try reader.byte() != 0
        self.init(
            name: name, type: type, hasDecimalComma: hasDecimalComma,
            timestampFormat: try TimestampFormat(&reader))
    }
}

extension TimestampFormat {
    fileprivate init(_ reader: inout ByteReader) throws(MalformedProfile) {
        switch try reader.byte() {
        case 0: self = .iso
        case 1:
            let text = String(decoding: try reader.string(), as: UTF8.self)
            guard let pattern = TimestampPattern(text) else { throw reader.malformed("a pattern of times") }
            self = .pattern(pattern)
        case 2: self = .epoch(microsecondsPerUnit: Int64(bitPattern: try reader.word()))
        default: throw reader.malformed("a format of times")
        }
    }
}
