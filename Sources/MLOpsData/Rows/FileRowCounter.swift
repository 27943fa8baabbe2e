/// Counts the rows of one file whose bytes are handed to it in pieces; it opens nothing itself.
package struct FileRowCounter: ~Copyable {
    private enum Rows {
        case csv(CSVRowCounter)
        case jsonLines(JSONLinesRowCounter)
    }

    private var rows: Rows
    private let decompressor: (any Decompressor)?
    private let limits: RowCountLimits
    private var packedBytes: Int64 = 0
    private var unpackedBytes: Int64 = 0

    /// - Parameter format: As the dataset declares it; nil: by the file's name.
    package init(
        fileName: some Collection<UInt8>, format: DataFormat? = nil, limits: RowCountLimits = RowCountLimits()
    ) throws(RowCountError) {
        self.init(
            rows: try Self.rows(format ?? DataFormat(fileName: fileName), fileName),
            decompressor: try Self.decompressor(Compression(fileName: fileName)), limits: limits)
    }

    private init(rows: Rows, decompressor: (any Decompressor)?, limits: RowCountLimits) {
        self.rows = rows
        self.decompressor = decompressor
        self.limits = limits
    }

    private static func rows(
        _ format: DataFormat?, _ fileName: some Collection<UInt8>
    ) throws(RowCountError) -> Rows {
        switch format {
        case .csv: return .csv(CSVRowCounter(delimiter: delimiter(fileName)))
        case .jsonl: return .jsonLines(JSONLinesRowCounter())
        case .parquet: throw .parquetNotCounted
        case nil: throw .unknownFormat
        }
    }

    private static func decompressor(_ compression: Compression) throws(RowCountError) -> (any Decompressor)? {
        switch compression {
        case .none: nil
        case .gzip: try GzipDecompressor()
        case .zstd: try ZstdDecompressor()
        }
    }

    /// Takes the next piece of the file as it lies on the disk.
    package mutating func consume(_ piece: UnsafeRawBufferPointer) throws(RowCountError) {
        packedBytes += Int64(piece.count)
        guard let decompressor else { return try count(piece) }
        try decompressor.unpack(piece) { unpacked throws(RowCountError) in try count(unpacked) }
    }

    /// Returns the number of rows; of CSV, the header is none.
    package consuming func finish() throws(RowCountError) -> Int64 {
        // An empty file is an empty table, packed or not.
        if packedBytes > 0 { try decompressor?.finish() }
        switch rows {
        case .csv(let counter): return try counter.finish()
        case .jsonLines(let counter): return counter.finish()
        }
    }

    private mutating func count(_ piece: UnsafeRawBufferPointer) throws(RowCountError) {
        unpackedBytes += Int64(piece.count)
        guard unpackedBytes <= limits.bytes else { throw .tooLarge(limitBytes: limits.bytes) }
        // A small file may well be all alike; what it can do in a mebibyte is little.
        if unpackedBytes > 1 << 20, unpackedBytes / limits.ratio > packedBytes {
            throw .packedTooTightly(limitRatio: limits.ratio)
        }
        switch rows {
        case .csv(var counter):
            counter.consume(piece)
            rows = .csv(counter)
        case .jsonLines(var counter):
            counter.consume(piece)
            rows = .jsonLines(counter)
        }
    }

    private static func delimiter(_ fileName: some Collection<UInt8>) -> UInt8 {
        Compression.strippingEnding(of: Array(fileName)).hasEnding(".tsv") ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    }
}
