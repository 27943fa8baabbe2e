/// How many values of a block lie in a cell, and the sum of where in it, in one word: so one addition counts a value.
struct CellTally {
    /// More values, and their number would not fit.
    static let mostValues = 1 << 11

    // 2⁵² times the number, plus the sum.
    private var word: UInt64 = 0

    /// - Parameter position: a number in 0...2³², which is rounded; NaN is 0.
    @inline(__always)
    mutating func add(_ position: Double) {
        // The low bits of the sum with 2⁵² are the whole number; of its exponent, which is always the same, a bit of 1 is kept.
        word &+= (position + 0x1p52).bitPattern & 0x10_ffff_ffff_ffff
    }

    var count: Int { Int(truncatingIfNeeded: word &>> 52) }
    var position: Int { Int(truncatingIfNeeded: word & (1 &<< 52 &- 1)) }
}
