import Glibc

/// Turns chunks of JSON Lines text into batches; one for each worker.
struct JSONLinesParser: TextParser {
    struct Findings: Sendable {
        var evidence: [TypeEvidence]
        var discovery: JSONDiscovery
    }

    /// Few enough that their places and their text stay in a core's cache while column after column is read.
    private static let blockCells = 1 << 14

    private(set) var report: ReadReport
    private let blockRows: Int
    private var columns: [JSONColumnParser]
    private var tokeniser: JSONLineTokeniser
    private var batch: ColumnBatch

    init(report: ReadReport, columns: [JSONColumnParser], keys: JSONKeys, limits: DataLimits) {
        self.report = report
        self.columns = columns
        blockRows = max(16, Self.blockCells / max(1, columns.count))
        tokeniser = JSONLineTokeniser(keys: keys, columnCount: columns.count, limits: limits)
        batch = ColumnBatch(schema: report.schema)
    }

    var findings: Findings { Findings(evidence: columns.map(\.evidence), discovery: tokeniser.discovery) }
    var isInVain: Bool { !tokeniser.discovery.isEmpty || columns.contains { !$0.evidence.isEmpty } }

    static func merge(_ findings: inout Findings, _ other: Findings) {
        for index in findings.evidence.indices { findings.evidence[index].merge(other.evidence[index]) }
        findings.discovery.merge(other.discovery)
    }

    mutating func parse(_ chunk: TextChunk, _ deliver: (ColumnBatch) -> Void) throws(DataError) {
        if let index = UTF8Text.firstInvalid(chunk.text) {
            throw DataError(
                .encoding(UTF8Text.suspicion(chunk.text, at: index)),
                at: DataPlace(byte: chunk.byteOffset + Int64(index)))
        }
        report.rows += Int64(chunk.rowCount)
        let maximum = ColumnBatch.maximumRows(columns: columns.count)
        var (position, row) = (0, 0)
        while row < chunk.rowCount {
            let count = min(maximum, chunk.rowCount - row)
            batch.reset(firstRow: chunk.firstRow + Int64(row), rowCount: count)
            for start in stride(from: 0, to: count, by: blockRows) {
                readBlock(chunk, &position, at: start, rows: min(blockRows, count - start))
            }
            row += count
            deliver(batch)
        }
    }

    private mutating func readBlock(_ chunk: TextChunk, _ position: inout Int, at offset: Int, rows: Int) {
        let firstRow = batch.firstRow + Int64(offset)
        tokeniser.begin()
        for index in 0..<rows { readLine(chunk, &position, row: firstRow + Int64(index)) }
        for index in columns.indices where columns[index].isWanted {
            let cells = JSONColumnCells(tokeniser.cells, column: index, stride: columns.count)
            columns[index].parse(cells, in: chunk.base, into: &batch.columns[index], at: offset, firstRow: firstRow)
            report.invalid[index] = columns[index].invalid
        }
    }

    /// Reads the next line that is not blank; the scanner has counted that there is one.
    private mutating func readLine(_ chunk: TextChunk, _ position: inout Int, row: Int64) {
        while position < chunk.count {
            let start = position
            let found = memchr(chunk.base + start, 0x0A, chunk.count - start)
            let end = found.map { UnsafeRawPointer($0) - chunk.base } ?? chunk.count
            position = end + 1
            let line = UnsafeRawBufferPointer(rebasing: chunk.text[start..<end])
            guard !line.allSatisfy(JSONLinesScanner.isSpace) else { continue }
            do throws(JSONProblem) {
                return try tokeniser.tokenise(chunk.base, from: start, to: end, row: row)
            } catch {
                let place = "\(error.words) at byte \(error.index - start + 1): "
                return report.malformedRows.add(
                    row: row, text: Array(place.utf8) + line.prefix(CellExample.maximumBytes))
            }
        }
        preconditionFailure("the scanner counted more lines than there are")
    }
}
