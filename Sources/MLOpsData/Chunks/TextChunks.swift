/// Cuts a text into chunks of complete records, one after another, for whoever asks next.
final class TextChunks {
    private let stream: any ByteStream
    private var scanner: any RecordScanner
    private let limits: DataLimits
    private let blockBytes: Int
    private var rest: [UInt8] = []
    private var nextOffset: Int64
    private var isFinished = false

    /// - Parameter start: Where the first record begins, after mark and header.
    init(
        _ file: DataFile, scanner: any RecordScanner, startingAt start: Int, options: ReadOptions
    ) throws(DataError) {
        let stream = try file.stream(limits: options.limits)
        try Self.skip(start, of: stream)
        self.stream = stream
        self.scanner = scanner
        limits = options.limits
        blockBytes = options.blockBytes
        nextOffset = Int64(start)
    }

    private static func skip(_ count: Int, of stream: any ByteStream) throws(DataError) {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, 1 << 16), alignment: 16)
        defer { scratch.deallocate() }
        var rest = count
        while rest > 0 {
            let piece = UnsafeMutableRawBufferPointer(rebasing: scratch[..<min(rest, scratch.count)])
            guard case let read = try stream.read(into: piece), read > 0 else { return }
            rest -= read
        }
    }

    /// Fills the chunk; false: the text has ended.
    func next(_ chunk: TextChunk) throws(DataError) -> Bool {
        guard !isFinished else { return false }
        chunk.begin(with: rest, firstRow: scanner.records, byteOffset: nextOffset)
        while try !fill(chunk) {}
        chunk.rowCount = Int(scanner.records - chunk.firstRow)
        nextOffset += Int64(chunk.count)
        return chunk.count > 0
    }

    /// Reads one more block; returns whether the chunk ends at a record's end now.
    private func fill(_ chunk: TextChunk) throws(DataError) -> Bool {
        let before = chunk.count
        let read = try chunk.append(from: stream, atMost: blockBytes)
        let boundary = scanner.consume(UnsafeRawBufferPointer(rebasing: chunk.text[before...]))
        if read < blockBytes {
            guard !scanner.isUnterminated else { throw unterminated() }
            scanner.finish()
            isFinished = true
            return true
        }
        if let boundary {
            chunk.splitOff(at: before + boundary, into: &rest)
            guard rest.count <= limits.rowBytes else { throw tooLong() }
            return true
        }
        guard chunk.count <= limits.rowBytes else { throw tooLong() }
        return false
    }

    private func unterminated() -> DataError {
        DataError(.unterminatedQuote, at: DataPlace(row: scanner.records + 1))
    }

    private func tooLong() -> DataError {
        DataError(.limit(.rowBytes, Int64(limits.rowBytes)), at: DataPlace(row: scanner.records + 1))
    }
}
