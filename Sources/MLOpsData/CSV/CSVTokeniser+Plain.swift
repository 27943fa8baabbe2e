extension CSVTokeniser {
    /// Where the tokeniser stands between two rows.
    struct Progress {
        var row = 0
        /// Where the next row begins.
        var position: Int
    }

    /// Reads rows as nearly all are: without quotes and carriage returns, each with as many fields as the header.
    ///
    /// Of 64 bytes at once it finds all ends of fields and writes them down without looking at any, and only then whether
    /// each line end came where a row has its last field. It stops before the first row that is different, and where
    /// fewer than 64 bytes are left.
    ///
    /// - Parameter fields: Has room for `ByteScan.width` fields behind those of all rows.
    @inline(never)
    static func readPlainRows(
        _ text: UnsafeRawPointer, from start: Int, to end: Int, atMost rows: Int, columns: Int, delimiter: UInt8,
        longest: Int, fields: UnsafeMutablePointer<CSVField>, rowStarts: UnsafeMutablePointer<UInt32>
    ) -> Progress {
        var progress = Progress(position: start)
        var (base, next, rowEnd, fieldStart) = (start, 0, columns, start)
        rowStarts[0] = UInt32(truncatingIfNeeded: start)
        while base &+ ByteScan.width <= end {
            var lineEnds = ByteScan.matches(text + base, UInt8(ascii: "\n"))
            let hits = ByteScan.matches(text + base, delimiter) | lineEnds
            write(hits, base, fieldStart, fields + next)
            while lineEnds != 0 {
                let place = lineEnds.trailingZeroBitCount
                // The fields up to this line end, which is one of the hits.
                let ended = next &+ (hits & ((2 &<< UInt64(truncatingIfNeeded: place)) &- 1)).nonzeroBitCount
                let rowStart = base &+ place &+ 1
                let length = rowStart &- progress.position
                // One byte is an empty line, and that is no row, not even of a single column.
                guard ended == rowEnd, length > 1, length <= longest else { return progress }
                progress.row &+= 1
                progress.position = rowStart
                rowStarts[progress.row] = UInt32(truncatingIfNeeded: rowStart)
                guard progress.row < rows else { return progress }
                rowEnd &+= columns
                lineEnds &= lineEnds &- 1
            }
            next &+= hits.nonzeroBitCount
            // There is a field more than a row has.
            guard next <= rowEnd else { return progress }
            if hits != 0 { fieldStart = base &+ 64 &- hits.leadingZeroBitCount }
            base &+= ByteScan.width
        }
        return progress
    }

    /// Writes the fields that end at the hits, and perhaps some that mean nothing behind them.
    @inline(__always)
    private static func write(
        _ hits: UInt64, _ base: Int, _ fieldStart: Int, _ fields: UnsafeMutablePointer<CSVField>
    ) {
        var (hits, start, index) = (hits, fieldStart, 0)
        let count = hits.nonzeroBitCount
        repeat {
            // Four without asking: how many there are is not to be foreseen.
            for offset in 0..<4 {
                let position = base &+ hits.trailingZeroBitCount
                fields[index &+ offset] = CSVField(start: start, length: position &- start, form: .plain)
                start = position &+ 1
                hits &= hits &- 1
            }
            index &+= 4
        } while index < count
    }
}
