import CMLOpsData

extension CSVColumnCells {
    /// Reads plain numbers from a row on; returns the first row that holds none.
    ///
    /// - Parameter numbers: As many as there are rows.
    @inline(__always)
    func readDoubles(from start: Int, point: UInt8, into numbers: UnsafeMutablePointer<Double>) -> Int {
        let pattern = DigitWord.repeating(point ^ 0x30)
        var row = start
        while row < rows {
            if row &+ 1 < rows, readTwo(row, point, into: numbers + row) {
                row &+= 2
                continue
            }
            let field = self[row]
            guard field.isPlain,
                let number = DecimalText(text + field.start, field.length, point: pattern)?.double
            else { break }
            numbers[row] = number
            row &+= 1
        }
        return row
    }

    /// Reads the numbers of two rows at once if both are short, as nearly all are; false: one of them is not.
    @inline(__always)
    private func readTwo(_ row: Int, _ point: UInt8, into numbers: UnsafeMutablePointer<Double>) -> Bool {
        let (first, second) = (self[row], self[row &+ 1])
        guard first.isPlain, second.isPlain else { return false }
        return mlops_decimals(text + first.start, first.length, text + second.start, second.length, point, numbers)
    }

    /// Reads plain integers, and the nearest doubles, from a row on; returns the first row that holds none.
    @inline(__always)
    func readIntegers(
        from start: Int, into integers: UnsafeMutablePointer<Int64>, _ doubles: UnsafeMutablePointer<Double>
    ) -> Int {
        // No digit and no other character is the point of an integer.
        let pattern = DigitWord.repeating(0xFF)
        var row = start
        while row < rows {
            let field = self[row]
            guard field.isPlain,
                let value = DecimalText(text + field.start, field.length, point: pattern)?.integer
            else { break }
            integers[row] = value
            doubles[row] = Double(value)
            row &+= 1
        }
        return row
    }
}
