extension ReferenceProfile {
    private static let version: UInt8 = 1
    private static let maximumColumns = 1 << 16

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        writer.write(columns.count)
        for column in columns {
            writer.write(string: Array(column.name.utf8))
            column.profile.encodeCells(into: &writer)
            column.profile.encode(into: &writer)
        }
        return writer.bytes
    }

    /// Decodes what ``encoded`` returned.
    ///
    /// - Throws: ``MalformedProfile`` for other bytes; never traps.
    package init(encoded bytes: [UInt8]) throws(MalformedProfile) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.version else { throw reader.malformed("version \(Self.version)") }
        var columns: [Column] = []
        for _ in 0..<(try reader.number(upTo: Self.maximumColumns)) {
            let name = String(decoding: try reader.string(), as: UTF8.self)
            var profile = try ColumnProfile(cells: &reader)
            try profile.merge(encoded: &reader)
            columns.append(Column(name: name, profile: profile))
        }
        try reader.end()
        self.init(columns: columns)
    }

    /// A number that tells two references apart, to refuse a window of another one.
    package var fingerprint: UInt64 { encoded.withUnsafeBufferPointer(ByteHash.of) }
}

extension ColumnProfile {
    func encodeCells(into writer: inout ByteWriter) {
        switch self {
        case .numeric(let profile):
            writer.write(byte: 0)
            writer.write(profile.cells.boundaries.count)
            for boundary in profile.cells.boundaries { writer.write(boundary) }
        case .category(let profile):
            writer.write(byte: profile.cells.isTruncated ? 2 : 1)
            writer.write(profile.cells.listed)
            for category in 0..<profile.cells.listed { writer.write(string: profile.cells.dictionary.string(category)) }
        }
    }

    init(cells reader: inout ByteReader) throws(MalformedProfile) {
        let kind = try reader.byte()
        switch kind {
        case 0:
            var boundaries: [Double] = []
            for _ in 0..<(try reader.number(upTo: NumericCells.maximumBoundaries)) {
                boundaries.append(try reader.double())
            }
            guard let cells = NumericCells(boundaries: boundaries) else {
                throw reader.malformed("a list of ascending boundaries")
            }
            self = .numeric(NumericProfile(cells: cells))
        case 1, 2:
            var categories: [[UInt8]] = []
            for _ in 0..<(try reader.number(upTo: CategoryCells.maximumCategories)) {
                categories.append(try reader.string())
            }
            self = .category(CategoryProfile(cells: CategoryCells(categories: categories, isTruncated: kind == 2)))
        default: throw reader.malformed("the kind of a column")
        }
    }
}
