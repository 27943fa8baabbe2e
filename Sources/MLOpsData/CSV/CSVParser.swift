import Glibc

/// Turns chunks of CSV text into batches; one for each worker.
final class CSVParser: TextParser {
    /// Few enough that their places and their text stay in a core's first cache while column after column is read.
    private static let blockCells = 1 << 12

    private(set) var report: ReadReport
    private var columns: [CSVColumnParser]
    private var tokeniser: CSVTokeniser
    private var batch: ColumnBatch

    init(dialect: CSVDialect, report: ReadReport, columns: [CSVColumnParser], limits: DataLimits) {
        self.report = report
        self.columns = columns
        batch = ColumnBatch(schema: report.schema)
        let width = max(1, columns.count)
        tokeniser = CSVTokeniser(
            columnCount: columns.count, delimiter: dialect.delimiter,
            maximumRows: min(ColumnBatch.maximumRows(columns: width), max(32, Self.blockCells / width)), limits: limits)
    }

    var findings: [TypeEvidence] { columns.map(\.evidence) }
    var isInVain: Bool { columns.contains { !$0.evidence.isEmpty } }

    static func merge(_ findings: inout [TypeEvidence], _ other: [TypeEvidence]) {
        for index in findings.indices { findings[index].merge(other[index]) }
    }

    func parse(_ chunk: TextChunk, _ deliver: (ColumnBatch) -> Void) throws(DataError) {
        try checkEncoding(chunk)
        let hasQuotes = Self.contains(chunk, UInt8(ascii: "\"")), hasCarriage = Self.contains(chunk, UInt8(ascii: "\r"))
        report.rows += Int64(chunk.rowCount)
        guard !columns.isEmpty else { return }
        var position = 0
        var row = 0
        while row < chunk.rowCount {
            let rows = min(ColumnBatch.maximumRows(columns: columns.count), chunk.rowCount - row)
            batch.reset(firstRow: chunk.firstRow + Int64(row), rowCount: rows)
            var filled = 0
            while filled < rows {
                position = try tokenise(chunk, position, rows - filled, hasQuotes, hasCarriage)
                // The scanner has counted these rows; were there fewer, the rest would be zeros taken for values.
                precondition(tokeniser.rowCount > 0, "the scanner and the tokeniser disagree")
                parseBlock(chunk, at: filled)
                filled += tokeniser.rowCount
            }
            row += rows
            deliver(batch)
        }
    }

    private func tokenise(
        _ chunk: TextChunk, _ position: Int, _ rows: Int, _ hasQuotes: Bool, _ hasCarriage: Bool
    ) throws(DataError) -> Int {
        do throws(DataError) {
            return try tokeniser.tokenise(
                chunk.base, from: position, to: chunk.count, atMost: rows, hasQuotes: hasQuotes,
                hasCarriage: hasCarriage)
        } catch {
            var error = error
            error.place.byte = error.place.byte.map { $0 + chunk.byteOffset }
            throw error
        }
    }

    private func parseBlock(_ chunk: TextChunk, at offset: Int) {
        let firstRow = batch.firstRow + Int64(offset)
        for index in columns.indices where columns[index].isWanted {
            let cells = CSVColumnCells(
                text: chunk.base, fields: tokeniser.column(index), stride: columns.count, rows: tokeniser.rowCount)
            columns[index].parse(cells, into: &batch.columns[index], at: offset, firstRow: firstRow)
            report.invalid[index] = columns[index].invalid
        }
        for ragged in tokeniser.ragged {
            let place = tokeniser.rowText(ragged.row).clamped(to: 0..<chunk.count)
            let isShort = ragged.fields < columns.count
            let path = isShort ? \ReadReport.shortRows : \ReadReport.longRows
            report[keyPath: path].add(row: firstRow + Int64(ragged.row), text: Self.withoutLineEnd(chunk.text[place]))
        }
    }

    private static func withoutLineEnd(_ text: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let end = text.lastIndex { $0 != 0x0A && $0 != 0x0D }
        return text[..<(end.map { $0 + 1 } ?? text.startIndex)]
    }

    private func checkEncoding(_ chunk: TextChunk) throws(DataError) {
        guard let index = UTF8Text.firstInvalid(chunk.text) else { return }
        throw DataError(
            .encoding(UTF8Text.suspicion(chunk.text, at: index)),
            at: DataPlace(byte: chunk.byteOffset + Int64(index)))
    }

    private static func contains(_ chunk: TextChunk, _ byte: UInt8) -> Bool {
        memchr(chunk.base, Int32(byte), chunk.count) != nil
    }
}
