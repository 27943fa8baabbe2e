/// Reads the rows of a file that were not read before.
///
/// A text is read as far as its records are whole, so that a writer may go on with it at any time; what is packed and
/// Parquet can only be read as a whole, and is numbered by rows.
package struct RowReading {
    private static let digestBytes: Int64 = 4096
    /// No more records than in this many bytes are read beyond what was asked for.
    private static let sliceBytes = 1 << 16
    /// No header is longer.
    private static let headBytes = 1 << 16

    private let file: DataFile
    private let job: RowJob
    private let format: DataFormat?
    /// Whether nobody writes any more, so that what can only be read as a whole is whole.
    private let isFinished: Bool
    /// Whether nobody did for a while, so that the last record of a text is whole although no line end follows.
    private let isAtRest: Bool

    package init(_ file: DataFile, _ job: RowJob, format: DataFormat?, isFinished: Bool, isAtRest: Bool) {
        self.file = file
        self.job = job
        self.format = format
        self.isFinished = isFinished
        self.isAtRest = isAtRest
    }

    /// Returns the answer and the words of its rows.
    package func run() -> (RowAnswer, [UInt64]) {
        do throws(DataError) {
            let head = try file.storage.head(4)
            let format = self.format ?? DataFormat(content: head, fileName: file.name)
            guard let format else { throw DataError(.unknownFormat) }
            let isText = format != .parquet && Compression(content: head, fileName: file.name) == .none
            return isText ? try readText(format) : try readWhole(format)
        } catch {
            var answer = RowAnswer()
            answer.failure = "\(error)"
            return (answer, [])
        }
    }

    private func readWhole(_ format: DataFormat) throws(DataError) -> (RowAnswer, [UInt64]) {
        guard isFinished else {
            var answer = RowAnswer()
            answer.offset = job.offset
            return (answer, [])
        }
        let head = try digest(0..<min(Self.digestBytes, file.byteCount))
        let isSame = job.headDigest == nil || head == job.headDigest
        let (collector, failure) = try collect(
            file, format, firstRow: isSame ? job.offset : 0, mostRows: job.maximumRows)
        var answer = collector.finish()
        answer.failure = failure
        answer.hasBegunAnew = !isSame
        answer.offset = min(collector.rows, (isSame ? job.offset : 0) + Int64(answer.count) + answer.rejected)
        answer.hasMore = answer.count >= job.maximumRows && answer.offset < collector.rows
        answer.isComplete = !answer.hasMore
        answer.headDigest = head
        if failure != nil { answer.offset = collector.rows }
        return (answer, collector.words)
    }

    private func readText(_ format: DataFormat) throws(DataError) -> (RowAnswer, [UInt64]) {
        let start = try isContinued() ? job.offset : 0
        let hasBegunAnew = start != job.offset
        let text = try file.storage.bytes(
            at: start, count: Int(min(Int64(job.maximumBytes), max(0, file.byteCount - start))))
        let header = try header(format, text, isAtStart: start == 0)
        let delimiter = format == .csv ? self.delimiter(header.isEmpty ? text : header) : 0
        let (end, records, isCut) = recordsEnd(text, format, delimiter)
        var taken = end
        // The rest may be written on: it is taken in as it is, and read again from its beginning.
        if isAtRest, !isCut, start + Int64(text.count) >= file.byteCount { taken = text.count }
        var answer = RowAnswer()
        if taken > 0, !(start == 0 && format == .csv && taken <= header.count && end == 0) {
            let isHeaderInText = format != .csv || start == 0 && text.starts(with: header)
            let bytes = (isHeaderInText ? [] : header + [0x0A]) + text[..<taken]
            let rest = records - (format == .csv && isHeaderInText ? 1 : 0)
            let (collector, failure) = try collect(
                DataFile(bytes: Array(bytes)), format, firstRow: 0, mostRows: .max, rest: taken > end ? rest : nil)
            answer = collector.finish()
            answer.failure = failure
            answer.isComplete = taken == text.count && !isCut
            let words = collector.words
            return (try finish(answer, start, end, isCut, hasBegunAnew, header), words)
        }
        answer.isComplete = text.isEmpty || isAtRest && !isCut
        return (try finish(answer, start, end, isCut, hasBegunAnew, header), [])
    }

    private func finish(
        _ answer: RowAnswer, _ start: Int64, _ end: Int, _ isCut: Bool, _ hasBegunAnew: Bool, _ header: [UInt8]
    ) throws(DataError) -> RowAnswer {
        var answer = answer
        answer.offset = start + Int64(end)
        answer.hasBegunAnew = hasBegunAnew
        answer.hasMore = isCut && end > 0
        if isCut, end == 0 {
            answer.failure = "a record is longer than \(job.maximumBytes) bytes; does a quote not close?"
        }
        answer.header = String(decoding: header, as: UTF8.self)
        answer.headDigest = try digest(0..<min(Self.digestBytes, answer.offset))
        answer.tailDigest = try digest(max(0, answer.offset - Self.digestBytes)..<answer.offset)
        return answer
    }

    /// Whether what was read before is still there.
    private func isContinued() throws(DataError) -> Bool {
        guard job.offset > 0 else { return true }
        guard file.byteCount >= job.offset else { return false }
        let head = try digest(0..<min(Self.digestBytes, job.offset))
        let tail = try digest(max(0, job.offset - Self.digestBytes)..<job.offset)
        return head == job.headDigest && tail == job.tailDigest
    }

    private func digest(_ range: Range<Int64>) throws(DataError) -> String {
        let bytes = try file.storage.bytes(at: range.lowerBound, count: Int(range.upperBound - range.lowerBound))
        let hash = bytes.withUnsafeBytes { KeyedHash(high: job.secretHigh, low: job.secretLow).hash($0) }
        return String(hash.first, radix: 16) + "-" + String(hash.last, radix: 16)
    }

    /// The first record of CSV without its line end; a file that was emptied by whoever rotates it goes on without one.
    private func header(_ format: DataFormat, _ text: [UInt8], isAtStart: Bool) throws(DataError) -> [UInt8] {
        guard format == .csv else { return [] }
        let known = Array((job.header ?? "").utf8)
        guard isAtStart || known.isEmpty else { return known }
        let source = isAtStart ? Array(text.prefix(Self.headBytes)) : try file.storage.head(Self.headBytes)
        guard let header = firstRecord(of: source) else { return known }
        if known.isEmpty || header == known { return header }
        return hasNames(header) ? header : known
    }

    /// nil: it may be written on.
    private func firstRecord(of source: [UInt8]) -> [UInt8]? {
        guard let end = WholeRecords.headerEnd(source, name: file.name) else { return isAtRest ? source : nil }
        let record = source[..<end]
        let isEnded = record.last == 0x0A || record.last == 0x0D
        guard isEnded || isAtRest else { return nil }
        return Array(record.prefix(record.count - record.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.count))
    }

    /// Whether a header names the columns that rows need.
    private func hasNames(_ header: [UInt8]) -> Bool {
        let names = header.split(separator: delimiter(header), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self).filter { $0 != "\"" } }
        return names.contains(job.columns.id)
    }

    private func delimiter(_ head: [UInt8]) -> UInt8 {
        head.withUnsafeBytes { CSVHead.delimiter($0, isComplete: true, name: file.name, options: CSVOptions()) }
    }

    /// Where the last whole record ends that is read now, how many records there are up to it, and whether more follow.
    private func recordsEnd(
        _ text: [UInt8], _ format: DataFormat, _ delimiter: UInt8
    ) -> (end: Int, records: Int64, isCut: Bool) {
        var scanner: any RecordScanner = format == .csv ? CSVRecordScanner(delimiter: delimiter) : JSONLinesScanner()
        var (end, records) = (0, Int64(0))
        // Behind the mark the first field begins, which may be in quotes.
        let first = text.starts(with: CSVDialect.byteOrderMark) ? CSVDialect.byteOrderMark.count : 0
        return text.withUnsafeBytes { bytes in
            for start in stride(from: first, to: bytes.count, by: Self.sliceBytes) {
                guard records < job.maximumRows else { return (end, records, true) }
                let slice = bytes[start..<min(start + Self.sliceBytes, bytes.count)]
                guard let boundary = scanner.consume(UnsafeRawBufferPointer(rebasing: slice)) else { continue }
                (end, records) = (start + boundary, scanner.records)
            }
            return (end, records, bytes.count >= job.maximumBytes)
        }
    }

    /// - Parameters:
    ///   - mostRows: More are left out.
    ///   - rest: The row that may not be whole.
    private func collect(
        _ file: DataFile, _ format: DataFormat, firstRow: Int64, mostRows: Int, rest: Int64? = nil
    ) throws(DataError) -> (RowCollector, failure: String?) {
        var options = ReadOptions(format: format)
        var schema = try TableReader(file, options: options).schema
        if format != .parquet {
            for index in schema.columns.indices { schema.columns[index].type = .string }
        }
        options.schema = format == .parquet ? nil : schema
        let reader = try TableReader(file, options: options)
        let empty = RowCollector(job, schema: reader.schema, firstRow: firstRow)
        if let failure = empty.failure { return (empty, failure) }
        var wanted = job
        wanted.maximumRows = mostRows
        let chosen = wanted
        let reading = try reader.read(
            workers: 1, initial: { RowCollector(chosen, schema: $0, firstRow: firstRow, rest: rest) }, { $0.add($1) })
        return (reading.states.first ?? empty, nil)
    }
}
