/// Counts the rows of one file whose bytes are handed to it in pieces; it opens nothing itself.
///
/// The records of a text are found by the scanner that the readers use, so that both count the same.
package struct FileRowCounter: ~Copyable {
    private let fileName: [UInt8]
    private let options: ReadOptions
    /// Until it is known how the file is packed and written.
    private var packedHead: [UInt8] = []
    private var head: [UInt8] = []
    private var decompressor: (any Decompressor)?
    private var isUnpacking = false
    private var scanner: (any RecordScanner)?
    private var packedBytes: Int64 = 0
    private var unpackedBytes: Int64 = 0

    /// - Parameter format: As the dataset declares it; nil: by the file's name.
    package init(
        fileName: some Collection<UInt8>, format: DataFormat? = nil, options: ReadOptions = ReadOptions()
    ) throws(DataError) {
        self.fileName = Array(fileName)
        self.options = options
        guard let format = format ?? DataFormat(fileName: self.fileName) else { throw DataError(.unknownFormat) }
        switch format {
        case .csv: break
        case .jsonl: scanner = JSONLinesScanner()
        case .parquet: throw DataError(.unsupported("counting a Parquet file piece by piece"))
        }
    }

    /// Takes the next piece of the file as it lies on the disk.
    package mutating func consume(_ piece: UnsafeRawBufferPointer) throws(DataError) {
        packedBytes += Int64(piece.count)
        guard !isUnpacking else { return try unpack(piece) }
        packedHead += piece
        if packedHead.count >= Compression.magicBytes { try beginUnpacking() }
    }

    /// Returns the number of rows; of CSV, the header is none.
    package consuming func finish() throws(DataError) -> Int64 {
        if !isUnpacking { try beginUnpacking() }
        // An empty file is an empty table, packed or not.
        if packedBytes > 0 { try decompressor?.finish() }
        if scanner == nil { beginScanning(isComplete: true) }
        guard var scanner else { return 0 }
        guard !scanner.isUnterminated else {
            let row = scanner.records + 1 - headerRecords
            throw DataError(.unterminatedQuote, at: row > 0 ? DataPlace(row: row) : DataPlace(line: 1))
        }
        scanner.finish()
        return max(0, scanner.records - headerRecords)
    }

    private var headerRecords: Int64 { scanner is CSVRecordScanner && options.csv.hasHeader ? 1 : 0 }

    private mutating func beginUnpacking() throws(DataError) {
        isUnpacking = true
        switch Compression(content: packedHead, fileName: fileName) {
        case .none: break
        case .gzip: decompressor = try GzipDecompressor()
        case .zstd: decompressor = try ZstdDecompressor()
        }
        let piece = packedHead
        packedHead = []
        var problem: DataError?
        piece.withUnsafeBytes { bytes in
            do throws(DataError) { try unpack(bytes) } catch { problem = error }
        }
        if let problem { throw problem }
    }

    private mutating func unpack(_ piece: UnsafeRawBufferPointer) throws(DataError) {
        guard let decompressor else { return try count(piece) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var rest = piece
        while true {
            let count = try decompressor.unpack(&rest, into: buffer)
            if count == 0, rest.isEmpty { return }
            try self.count(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private mutating func count(_ piece: UnsafeRawBufferPointer) throws(DataError) {
        unpackedBytes += Int64(piece.count)
        try options.limits.check(unpacked: unpackedBytes, packed: packedBytes)
        guard scanner == nil else {
            _ = scanner?.consume(piece)
            return
        }
        head += piece
        if head.count >= CSVHead.sniffedBytes { beginScanning(isComplete: false) }
    }

    /// What was kept back tells how the text is written; then it is counted like the rest.
    private mutating func beginScanning(isComplete: Bool) {
        let text = head
        head = []
        let start = text.starts(with: CSVDialect.byteOrderMark) ? CSVDialect.byteOrderMark.count : 0
        text.withUnsafeBytes { bytes in
            let records = UnsafeRawBufferPointer(rebasing: bytes[start...])
            var scanner = CSVRecordScanner(
                delimiter: CSVHead.delimiter(records, isComplete: isComplete, name: fileName, options: options.csv))
            _ = scanner.consume(records)
            self.scanner = scanner
        }
    }
}
