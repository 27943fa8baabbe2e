/// Consecutive cells of one column, as a reader of files holds them.
///
/// Buffers that the type has no use for are empty; the others have one element a row, `offsets` one more.
package struct CellBatch {
    /// What the file says the cells are; never `category`.
    package let type: SchemaType
    /// The number of the first row, from 0.
    package let firstRow: Int
    package let rowCount: Int
    /// Raw ``CellState``s; empty: all are values.
    package let states: UnsafeBufferPointer<UInt8>
    /// Of numbers; exact for whole ones below 2⁵³.
    package let doubles: UnsafeBufferPointer<Double>
    /// Of `int`, of `bool` as 0 and 1, and microseconds of moments.
    package let integers: UnsafeBufferPointer<Int64>
    package let bytes: UnsafeBufferPointer<UInt8>
    package let offsets: UnsafeBufferPointer<UInt32>

    package init(
        type: SchemaType, firstRow: Int, rowCount: Int, states: UnsafeBufferPointer<UInt8>,
        doubles: UnsafeBufferPointer<Double>, integers: UnsafeBufferPointer<Int64>,
        bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<UInt32>
    ) {
        precondition(states.isEmpty || states.count == rowCount, "one state a row")
        precondition(!type.isNumeric || doubles.count == rowCount, "one number a row")
        precondition(!type.isMoment && type != .bool && type != .int || integers.count == rowCount, "one integer a row")
        precondition(!type.isText || offsets.count == rowCount + 1, "one offset more than rows")
        self.type = type
        self.firstRow = firstRow
        self.rowCount = rowCount
        self.states = states
        self.doubles = doubles
        self.integers = integers
        self.bytes = bytes
        self.offsets = offsets
    }

    /// The cells of some of the rows, counted from the batch's first.
    package func rows(_ range: Range<Int>) -> CellBatch {
        func part<Element>(_ all: UnsafeBufferPointer<Element>, _ more: Int = 0) -> UnsafeBufferPointer<Element> {
            all.isEmpty ? all : UnsafeBufferPointer(rebasing: all[range.lowerBound..<range.upperBound + more])
        }
        return CellBatch(
            type: type, firstRow: firstRow + range.lowerBound, rowCount: range.count, states: part(states),
            doubles: part(doubles), integers: part(integers), bytes: bytes, offsets: part(offsets, 1))
    }

    /// The same cells as rows that come so many later.
    package func moved(by rows: Int) -> CellBatch {
        CellBatch(
            type: type, firstRow: firstRow + rows, rowCount: rowCount, states: states, doubles: doubles,
            integers: integers, bytes: bytes, offsets: offsets)
    }

    @inline(__always)
    func isValue(_ row: Int) -> Bool { states.isEmpty || states[row] == CellState.value }

    /// The text of a cell; offsets that leave the buffer are cut to it.
    @inline(__always)
    func text(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let start = min(Int(offsets[row]), bytes.count)
        let end = min(max(Int(offsets[row + 1]), start), bytes.count)
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    /// A value as a report shows it; nil for what is none.
    func shown(_ row: Int) -> String? {
        guard isValue(row) else { return nil }
        switch type {
        case .int: return "\(integers[row])"
        case .float: return NumberText.text(doubles[row])
        case .bool: return integers[row] == 0 ? "false" : "true"
        case .string, .category: return Tally.text(text(row))
        case .timestamp, .date, .time: return MomentText.text(integers[row], as: type)
        }
    }

    /// A hash that is equal for equal values of one type; nulls and what is not of the type have one of their own.
    @inline(__always)
    func hash(_ row: Int) -> UInt64 {
        guard isValue(row) else { return states[row] == CellState.null ? 0x6a09_e667_f3bc_c908 : 0xbb67_ae85_84ca_a73b }
        if type.isText { return ByteHash.of(text(row)) }
        if type == .float {
            let value = doubles[row]
            // One bit pattern for both zeros, and one for every NaN.
            return SplitMix64.mix(value == 0 ? 0 : value.isNaN ? 0x7ff8_0000_0000_0000 : value.bitPattern)
        }
        return SplitMix64.mix(UInt64(bitPattern: integers[row]))
    }
}
