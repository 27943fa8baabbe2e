/// The double that is nearest to a whole number over a power of ten, also where neither of the two is exact as a double.
struct DecimalQuotient: Sendable {
    /// Powers that 64 bits hold.
    static let scales = 0...19

    private static let powers = scales.map { scale in
        DecimalQuotient((0..<scale).reduce(UInt64(1)) { power, _ in power * 10 })
    }

    // The power, moved up so that its highest bit is 1, by so many bits, and ⌊(2¹²⁸ − 1)/divisor⌋ − 2⁶⁴.
    private let divisor: UInt64
    private let shift: Int
    private let reciprocal: UInt64

    private init(_ power: UInt64) {
        shift = power.leadingZeroBitCount
        divisor = power << UInt64(shift)
        reciprocal = divisor.dividingFullWidth((~divisor, .max)).quotient
    }

    /// Returns digits/10^scale, rounded to even where two are as near.
    ///
    /// - Parameter scale: one of ``scales``.
    @inline(__always)
    static func double(_ digits: UInt64, scale: Int) -> Double { digits == 0 ? 0 : powers[scale].divide(digits) }

    private func divide(_ digits: UInt64) -> Double {
        let zeros = digits.leadingZeroBitCount
        let dividend = digits &<< UInt64(truncatingIfNeeded: zeros)
        // So that the quotient has 64 bits exactly.
        let half: UInt64 = dividend >= divisor ? 1 : 0
        let (quotient, isExact) = divide(high: dividend &>> half, low: half == 0 ? 0 : dividend &<< 63)
        // Of the eleven bits too many the last only has to say whether anything is left.
        let rounded = Double(quotient | (isExact ? 0 : 1))
        let exponent = shift &- zeros &- 64 &+ Int(truncatingIfNeeded: half)
        return rounded * Double(bitPattern: UInt64(truncatingIfNeeded: 1023 &+ exponent) &<< 52)
    }

    /// Divides by multiplying; the quotient has to have 64 bits.
    ///
    /// Source: N. Möller, T. Granlund, *Improved division by invariant integers*, 2011, algorithm 4.
    @inline(__always)
    private func divide(high: UInt64, low: UInt64) -> (quotient: UInt64, isExact: Bool) {
        let product = reciprocal.multipliedFullWidth(by: high)
        let (lower, carry) = product.low.addingReportingOverflow(low)
        var quotient = product.high &+ high &+ (carry ? 2 : 1)
        var remainder = low &- quotient &* divisor
        if remainder > lower { (quotient, remainder) = (quotient &- 1, remainder &+ divisor) }
        if remainder >= divisor { (quotient, remainder) = (quotient &+ 1, remainder &- divisor) }
        return (quotient, remainder == 0)
    }
}
