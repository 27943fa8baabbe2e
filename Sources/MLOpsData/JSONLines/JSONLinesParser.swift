import Glibc

/// Turns chunks of JSON Lines text into batches; one for each worker.
struct JSONLinesParser: TextParser {
    struct Findings: Sendable {
        var evidence: [TypeEvidence]
        var discovery: JSONDiscovery
    }

    private(set) var report: ReadReport
    private var columns: [JSONColumnParser]
    private var tokeniser: JSONLineTokeniser
    private var batch: ColumnBatch

    init(report: ReadReport, columns: [JSONColumnParser], keys: JSONKeys, limits: DataLimits) {
        self.report = report
        self.columns = columns
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
            let firstRow = chunk.firstRow + Int64(row)
            tokeniser.begin()
            for index in 0..<count { readLine(chunk, &position, row: firstRow + Int64(index)) }
            batch.reset(firstRow: firstRow, rowCount: count)
            for index in columns.indices {
                let cells = JSONColumnCells(tokeniser.cells, column: index, stride: columns.count)
                columns[index].parse(cells, in: chunk.base, into: &batch.columns[index], firstRow: firstRow)
                report.invalid[index] = columns[index].invalid
            }
            row += count
            deliver(batch)
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

/// The cells of one column among those of all, row by row.
struct JSONColumnCells: Collection {
    private let cells: [JSONCell]
    private let column: Int
    private let stride: Int

    init(_ cells: [JSONCell], column: Int, stride: Int) {
        self.cells = cells
        self.column = column
        self.stride = stride
    }

    var startIndex: Int { 0 }
    var endIndex: Int { stride == 0 ? 0 : cells.count / stride }
    func index(after index: Int) -> Int { index + 1 }
    subscript(row: Int) -> JSONCell { cells[row &* stride &+ column] }
}
