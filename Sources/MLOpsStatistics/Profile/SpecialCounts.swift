/// How many rows of a column have no ordinary value; each kind is a cell of its own in every comparison.
package struct SpecialCounts: Sendable, Equatable {
    package var nulls = 0
    /// Text that is not of the column's type.
    package var invalid = 0
    package var nans = 0
    package var positiveInfinities = 0
    package var negativeInfinities = 0

    package init() {}

    package var total: Int { nulls + invalid + nans + positiveInfinities + negativeInfinities }

    /// In a fixed order: null, invalid, NaN, +∞, −∞.
    package var inOrder: [Int] { [nulls, invalid, nans, positiveInfinities, negativeInfinities] }

    mutating func merge(_ other: SpecialCounts) { combine(other, 1) }
    mutating func subtract(_ other: SpecialCounts) { combine(other, -1) }

    private mutating func combine(_ other: SpecialCounts, _ sign: Int) {
        nulls += sign * other.nulls
        invalid += sign * other.invalid
        nans += sign * other.nans
        positiveInfinities += sign * other.positiveInfinities
        negativeInfinities += sign * other.negativeInfinities
    }

    /// Writes the finite values of a block to `finite`, counts the others, and returns how many were written.
    ///
    /// - Parameter states: one for each value, see ``CellState``; or none when all are values.
    @inline(__always)
    mutating func separate(
        _ block: UnsafeBufferPointer<Double>, states: UnsafeBufferPointer<UInt8>?,
        into finite: UnsafeMutableBufferPointer<Double>
    ) -> Int {
        var written = 0
        if let states {
            for index in 0..<block.count {
                finite[written] = block[index] + 0
                written &+= block[index].magnitude < .infinity && states[index] == 0 ? 1 : 0
            }
        } else {
            for value in block {
                // −0 becomes 0, so that equal values have equal bits.
                finite[written] = value + 0
                written &+= value.magnitude < .infinity ? 1 : 0
            }
        }
        if written < block.count { count(block, states) }
        return written
    }

    private mutating func count(_ block: UnsafeBufferPointer<Double>, _ states: UnsafeBufferPointer<UInt8>?) {
        for (index, value) in block.enumerated() {
            if let state = states?[index], state != CellState.value {
                if state == CellState.null { nulls += 1 } else { invalid += 1 }
            } else if !value.isFinite {
                if value.isNaN {
                    nans += 1
                } else if value > 0 {
                    positiveInfinities += 1
                } else {
                    negativeInfinities += 1
                }
            }
        }
    }
}
