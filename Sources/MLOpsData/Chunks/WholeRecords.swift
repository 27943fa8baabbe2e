/// Finds where whole records of a text end while it goes on being written: a line end within quotes ends none.
package struct WholeRecords {
    /// Enough to find the delimiter by, and the header.
    package static let headBytes = 1 << 20

    private var scanner: any RecordScanner
    private var place: Int64

    /// - Parameters:
    ///   - format: CSV or JSON Lines.
    ///   - head: the beginning of the file.
    ///   - name: of the file, which may tell the delimiter.
    ///   - place: where in the file the first piece begins: at a record.
    package init(_ format: DataFormat, head: [UInt8], name: [UInt8], at place: Int64 = 0) {
        scanner =
            format == .csv
            ? CSVRecordScanner(delimiter: Self.delimiter(head, name)) : JSONLinesScanner()
        self.place = place
    }

    /// Takes the next piece, which may end anywhere.
    ///
    /// - Returns: The place in the file after the last record that ends in the piece; nil: none does.
    package mutating func take(_ piece: [UInt8]) -> Int64? {
        // Behind the mark the first field begins, which may be in quotes.
        let mark = place == 0 && piece.starts(with: CSVDialect.byteOrderMark) ? CSVDialect.byteOrderMark.count : 0
        let start = place + Int64(mark)
        place += Int64(piece.count)
        return piece[mark...].withUnsafeBytes { scanner.consume($0) }.map { start + Int64($0) }
    }

    /// Whether the text may not end here: a quote is still to close.
    package var isUnterminated: Bool { scanner.isUnterminated }

    /// Returns where the header of a CSV file ends, its line end included; nil: not in this beginning of it.
    package static func headerEnd(_ head: [UInt8], name: [UInt8]) -> Int? {
        let start = head.starts(with: CSVDialect.byteOrderMark) ? CSVDialect.byteOrderMark.count : 0
        let (records, end) = head[start...].withUnsafeBytes {
            CSVSplitter.records($0, delimiter: delimiter(head, name), limit: 1, isComplete: false)
        }
        guard !records.isEmpty else { return nil }
        let next = start + end
        let isSplit = head[next - 1] == UInt8(ascii: "\r") && next < head.count && head[next] == UInt8(ascii: "\n")
        return isSplit ? next + 1 : next
    }

    private static func delimiter(_ head: [UInt8], _ name: [UInt8]) -> UInt8 {
        let start = head.starts(with: CSVDialect.byteOrderMark) ? CSVDialect.byteOrderMark.count : 0
        return head[start...].withUnsafeBytes {
            CSVHead.delimiter($0, isComplete: false, name: name, options: CSVOptions())
        }
    }
}
