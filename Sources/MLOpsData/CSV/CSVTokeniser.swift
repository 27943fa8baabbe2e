/// Splits complete records into cells, some hundred records at a time.
struct CSVTokeniser: ~Copyable {
    let columnCount: Int
    let maximumRows: Int
    private let delimiter: UInt8
    private let limits: DataLimits
    /// Row by row, `columnCount` fields each.
    private let fields: UnsafeMutablePointer<CSVField>
    /// Where each row begins and how many fields it has in the text.
    private let rowStarts: UnsafeMutablePointer<UInt32>
    private(set) var rowCount = 0
    /// Rows whose number of fields is not that of the header, with that number.
    private(set) var ragged: [(row: Int, fields: Int)] = []

    init(columnCount: Int, delimiter: UInt8, maximumRows: Int, limits: DataLimits) {
        self.columnCount = columnCount
        self.delimiter = delimiter
        self.maximumRows = maximumRows
        self.limits = limits
        fields = .allocate(capacity: columnCount * maximumRows + ByteScan.width + 4)
        rowStarts = .allocate(capacity: maximumRows + 1)
    }

    deinit {
        fields.deallocate()
        rowStarts.deallocate()
    }

    func field(_ row: Int, _ column: Int) -> CSVField {
        precondition(row < rowCount && column < columnCount, "a cell that was not read")
        return fields[row * columnCount + column]
    }

    /// The cells of one column, `columnCount` apart.
    func column(_ index: Int) -> UnsafePointer<CSVField> {
        precondition(index < columnCount, "a column that the table has not")
        return UnsafePointer(fields + index)
    }

    /// The whole text of a row, its line end included.
    func rowText(_ row: Int) -> Range<Int> {
        precondition(row < rowCount, "a row that was not read")
        return Int(rowStarts[row])..<Int(rowStarts[row + 1])
    }

    /// Reads records until `maximumRows` or `rows` of them, or the text, ends.
    ///
    /// - Parameters:
    ///   - text: Followed by `ByteScan.width` bytes that may be read.
    ///   - start: A record's beginning, or that of empty lines before it.
    /// - Returns: Where to go on.
    mutating func tokenise(
        _ text: UnsafeRawPointer, from start: Int, to end: Int, atMost rows: Int, hasQuotes: Bool, hasCarriage: Bool
    ) throws(DataError) -> Int {
        let maximumRows = min(rows, maximumRows)
        ragged.removeAll(keepingCapacity: true)
        var begun = Progress(position: start)
        if !hasQuotes, !hasCarriage, maximumRows > 0 {
            begun = Self.readPlainRows(
                text, from: start, to: end, atMost: maximumRows, columns: columnCount, delimiter: delimiter,
                longest: limits.cellBytes, fields: fields, rowStarts: rowStarts)
        }
        var scan = Scan(start: begun.position, row: begun.row, fields: fields, columns: columnCount)
        guard begun.row < maximumRows else { return try finish(scan) }
        var base = begun.position
        while base < end {
            let block = text + base
            var hits = ByteScan.matches(block, delimiter) | ByteScan.matches(block, UInt8(ascii: "\n"))
            if hasCarriage { hits |= ByteScan.matches(block, UInt8(ascii: "\r")) }
            if hasQuotes { hits |= ByteScan.matches(block, UInt8(ascii: "\"")) }
            if end &- base < 64 { hits &= (1 &<< UInt64(truncatingIfNeeded: end &- base)) &- 1 }
            while hits != 0 {
                let position = base &+ hits.trailingZeroBitCount
                hits &= hits &- 1
                let byte = text.load(fromByteOffset: position, as: UInt8.self)
                if byte == delimiter, scan.quotes == .none {
                    scan.endField(position)
                } else if scan.take(byte, position, text, end, delimiter) {
                    guard endRow(&scan, position, text) < maximumRows else { return try finish(scan) }
                }
            }
            base &+= ByteScan.width
        }
        if scan.hasBegun(end) {
            scan.endField(end)
            _ = endRow(&scan, end, text)
        }
        return try finish(scan)
    }

    /// Returns how many rows there are now.
    @inline(__always)
    private mutating func endRow(_ scan: inout Scan, _ position: Int, _ text: UnsafeRawPointer) -> Int {
        rowStarts[scan.row] = UInt32(truncatingIfNeeded: scan.rowStart)
        if scan.column != columnCount { endRaggedRow(&scan) }
        scan.beginRow(position &+ 1)
        rowStarts[scan.row] = UInt32(truncatingIfNeeded: scan.rowStart)
        return scan.row
    }

    @inline(never)
    private mutating func endRaggedRow(_ scan: inout Scan) {
        let count = scan.column
        for column in min(count, columnCount)..<columnCount {
            fields[scan.row * columnCount + column] = CSVField(start: 0, length: 0, form: .missing)
        }
        // A delimiter at the line's end is a habit of some programs, and says nothing.
        if count < columnCount || scan.hasExtraText { ragged.append((scan.row, count)) }
    }

    private mutating func finish(_ scan: Scan) throws(DataError) -> Int {
        rowCount = scan.row
        guard scan.longest <= limits.cellBytes else {
            throw DataError(.limit(.cellBytes, Int64(limits.cellBytes)), at: DataPlace(byte: Int64(scan.longestStart)))
        }
        return scan.rowStart
    }
}
