/// Reads one column of a row group, page by page, row after row.
struct ParquetColumnReader {
    private let leaf: ParquetLeaf
    private let storage: any ByteStorage
    private let limits: DataLimits
    private let codec: ParquetCodec
    private var offset: Int64
    private let end: Int64
    /// Where the dictionary lies; it is read when a page first needs it, and let go when one does not.
    private var dictionaryPage: (header: ParquetPageHeader, start: Int64)?
    private var dictionary: PhysicalValues?
    private var levels: HybridDecoder?
    private var decoder: ValueDecoder?
    /// Rows that the pages to come may have.
    private var unseenRows: Int
    /// Rows of the page that are not read yet.
    private var pageRows = 0
    private var values = PhysicalValues()

    init(
        _ chunk: ParquetColumnChunk, _ leaf: ParquetLeaf, _ storage: any ByteStorage, rows: Int, limits: DataLimits
    ) throws(DataError) {
        guard !chunk.isElsewhere, !chunk.isEncrypted else {
            throw DataError(.unsupported("a column that is encrypted or in another file"))
        }
        guard let codec = ParquetCodec(rawValue: chunk.codec) else {
            throw DataError(.unsupported("compression number \(chunk.codec)"))
        }
        let (end, overflow) = chunk.offset.addingReportingOverflow(chunk.packedBytes)
        guard chunk.offset >= 4, chunk.packedBytes >= 0, !overflow, end <= storage.byteCount else {
            throw DataError(.malformed("a column lies outside the file"))
        }
        self.leaf = leaf
        self.storage = storage
        self.limits = limits
        self.codec = codec
        unseenRows = rows
        offset = chunk.offset
        self.end = end
    }

    /// Leaves rows out, whole pages of them without unpacking them.
    mutating func skip(_ rows: Int) throws(DataError) {
        var left = rows
        while left > 0 {
            if pageRows == 0 {
                left -= try beginPage(skipping: left)
            } else {
                let count = min(left, pageRows, ColumnBatch.maximumRows)
                _ = try readValues(count)
                left -= count
            }
        }
    }

    /// Reads rows into a column that was reset for them, beginning at one of its rows.
    mutating func read(_ rows: Int, into column: inout Column, at row: Int, invalid: (Int) -> Void) throws(DataError) {
        var done = 0
        while done < rows {
            if pageRows == 0 {
                _ = try beginPage(skipping: 0)
                continue
            }
            let count = min(rows - done, pageRows)
            let present = try readValues(count)
            guard column.text.bytes.count + values.text.bytes.count <= PhysicalValues.maximumBytes else {
                throw DataError(
                    .limit(.pageBytes, Int64(PhysicalValues.maximumBytes)), at: DataPlace(column: leaf.schema.name))
            }
            CellConversion.store(
                values, present, count: count, of: leaf, into: &column, at: row + done, invalid: invalid)
            done += count
        }
    }

    /// Fills `values` with those of the next rows; returns which of them are there, nil when all are.
    private mutating func readValues(_ rows: Int) throws(DataError) -> [Bool]? {
        values.removeAll()
        var present: [Bool]?
        var count = rows
        if try !areAllPresent(rows) {
            let isPresent = try readLevels(rows)
            count = isPresent.count { $0 }
            if count < rows { present = isPresent }
        }
        pageRows -= rows
        if leaf.conversion == .null { return Array(repeating: false, count: rows) }
        try decoder?.read(count, dictionary: dictionary, into: &values)
        return present
    }

    /// Takes the levels of the next rows when they are one run that says so.
    private mutating func areAllPresent(_ rows: Int) throws(DataError) -> Bool {
        let maximum = UInt32(leaf.maximumDefinition)
        return try levels?.take(rows, of: maximum) ?? true
    }

    private mutating func readLevels(_ rows: Int) throws(DataError) -> [Bool] {
        let numbers = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: rows)
        defer { numbers.deallocate() }
        numbers.initialize(repeating: 0)
        try levels?.read(into: numbers)
        let maximum = UInt32(leaf.maximumDefinition)
        guard numbers.allSatisfy({ $0 <= maximum }) else { throw DataError(.malformed("a level is too high")) }
        return numbers.map { $0 == maximum }
    }

    /// Goes on to the next page; returns how many of the rows to be skipped are behind it, it with them.
    private mutating func beginPage(skipping rows: Int) throws(DataError) -> Int {
        guard offset < end else { throw DataError(.malformed("a column has fewer values than its row group has rows")) }
        let header = try readHeader()
        do throws(DataError) {
            try header.check(limits, available: end - offset - Int64(header.byteCount))
            let start = offset + Int64(header.byteCount)
            offset = start + Int64(header.packedBytes)
            switch header.kind {
            case .index: return 0
            case .dictionary:
                guard dictionaryPage == nil else { throw DataError(.malformed("a column has two dictionaries")) }
                dictionaryPage = (header, start)
            case .data, .dataV2:
                guard header.valueCount <= unseenRows else {
                    throw DataError(.malformed("a column has more values than its row group has rows"))
                }
                unseenRows -= header.valueCount
                if header.valueCount <= rows { return header.valueCount }
                try readPage(header, at: start)
            }
            return 0
        } catch {
            throw DataError(error.cause, at: DataPlace(byte: offset, column: leaf.schema.name))
        }
    }

    /// A header has no length of its own: it is read with more bytes until they are enough.
    private func readHeader() throws(DataError) -> ParquetPageHeader {
        for size in [256, 1 << 13, 1 << 20] {
            let count = Int(min(Int64(size), end - offset))
            do throws(DataError) {
                return try storage.bytes(at: offset, count: count).reading { bytes throws(DataError) in
                    try ParquetPageHeader(bytes)
                }
            } catch {
                guard ThriftReader.isTruncated(error), count == size else {
                    throw DataError(error.cause, at: DataPlace(byte: offset, column: leaf.schema.name))
                }
            }
        }
        throw DataError(.malformed("the header of a page does not end"), at: DataPlace(byte: offset))
    }

    private mutating func readDictionary(ifNeededBy encoding: Int) throws(DataError) {
        guard encoding == 2 || encoding == 8, let (header, start) = dictionaryPage else { return dictionary = nil }
        guard dictionary == nil else { return }
        let page = try unpack(at: start, packed: header.packedBytes, unpacked: header.unpackedBytes, isPacked: true)
        var values = PhysicalValues()
        var decoder = PlainDecoder(PageBytes(page), leaf, limits: limits)
        try decoder.read(header.valueCount, into: &values)
        dictionary = values
    }

    private mutating func readPage(_ header: ParquetPageHeader, at start: Int64) throws(DataError) {
        let levelBytes = header.kind == .dataV2 ? header.definitionBytes + header.repetitionBytes : 0
        guard levelBytes <= header.unpackedBytes else { throw DataError(.malformed("the levels of a page")) }
        var page = PageBytes(
            try unpack(
                at: start + Int64(levelBytes), packed: header.packedBytes - levelBytes,
                unpacked: header.unpackedBytes - levelBytes,
                isPacked: header.kind == .data || header.isPacked))
        levels = nil
        if leaf.maximumDefinition > 0 {
            let width = Int.bitWidth - leaf.maximumDefinition.leadingZeroBitCount
            let bytes =
                try header.kind == .dataV2
                ? PageBytes(
                    storage.bytes(at: start + Int64(header.repetitionBytes), count: header.definitionBytes))
                : definitions(of: &page, header)
            levels = try HybridDecoder(bytes, width: width)
        }
        if leaf.conversion != .null {
            decoder = nil
            try readDictionary(ifNeededBy: header.encoding)
            decoder = try ValueDecoder(
                encoding: header.encoding, page, leaf, valueCount: header.valueCount, limits: limits)
        }
        pageRows = header.valueCount
    }

    private func definitions(of page: inout PageBytes, _ header: ParquetPageHeader) throws(DataError) -> PageBytes {
        guard header.definitionEncoding == 3 else { throw DataError(.unsupported("levels in BIT_PACKED")) }
        return try page.split(Int(try page.takeUInt32()))
    }

    private func unpack(at start: Int64, packed: Int, unpacked: Int, isPacked: Bool) throws(DataError) -> [UInt8] {
        let bytes = try storage.bytes(at: start, count: packed)
        guard isPacked, codec != .none else { return bytes }
        var page = [UInt8](repeating: 0, count: unpacked)
        var problem: DataError?
        bytes.withUnsafeBytes { bytes in
            page.withUnsafeMutableBytes { page in
                do throws(DataError) { try codec.unpack(bytes, into: page) } catch { problem = error }
            }
        }
        if let problem { throw problem }
        return page
    }
}
