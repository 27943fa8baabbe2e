/// The cells of one column in a batch, as arrays that the next batch uses again.
///
/// Each array has one element a row, or none when the type has no use for it (`ColumnType.hasDoubles` and so on).
package struct Column: Sendable {
    package let type: ColumnType
    /// Raw values of `CellState`; not looked at by anyone while both counts are 0.
    package internal(set) var states: [UInt8] = []
    package internal(set) var nullCount = 0
    package internal(set) var invalidCount = 0
    /// Integers as the nearest double; of doubles NaN and infinities are values.
    ///
    /// 0 where there is no value.
    package internal(set) var doubles: [Double] = []
    /// Exact integers; booleans as 0 and 1; unscaled decimals; microseconds of the types of time.
    package internal(set) var integers: [Int64] = []
    package internal(set) var text = TextCells()

    init(type: ColumnType) { self.type = type }

    package func state(_ row: Int) -> CellState { CellState(rawValue: states[row]) ?? .invalid }

    /// Makes room for a batch of so many rows: all are values, which whoever reads them writes; text cells are appended.
    mutating func reset(rowCount: Int) {
        nullCount = 0
        invalidCount = 0
        states.removeAll(keepingCapacity: true)
        states.append(contentsOf: repeatElement(CellState.value.rawValue, count: rowCount))
        if type.hasDoubles { doubles.setCount(rowCount) }
        if type.hasIntegers { integers.setCount(rowCount) }
        if type.hasText { text.removeAll() }
    }

    mutating func setNull(_ row: Int) {
        states[row] = CellState.null.rawValue
        nullCount += 1
        setZero(row)
    }

    mutating func setInvalid(_ row: Int) {
        states[row] = CellState.invalid.rawValue
        invalidCount += 1
        setZero(row)
    }

    private mutating func setZero(_ row: Int) {
        if type.hasDoubles { doubles[row] = 0 }
        if type.hasIntegers { integers[row] = 0 }
    }
}

extension Array where Element: Numeric {
    /// Has so many elements, of which those that were there stay; within the memory the array has already.
    fileprivate mutating func setCount(_ count: Int) {
        if count < self.count {
            removeLast(self.count - count)
        } else {
            append(contentsOf: repeatElement(0, count: count - self.count))
        }
    }
}
