/// A plain decimal number, as nearly every cell of a table is: sign, at most 24 characters, one point.
struct DecimalText {
    /// Without sign and point; less than 10¹⁹.
    var digits: UInt64
    /// How many of the digits stand after the point.
    var scale: Int
    var isNegative: Bool
    var hasPoint: Bool

    /// Reads a number of at most 24 characters after its sign; nil: it is longer, or something else.
    ///
    /// - Parameters:
    ///   - text: Sixteen bytes after the last one are read too, whatever they are.
    ///   - point: `.` or `,` eight times, each XOR "0".
    @inline(__always)
    init?(_ text: UnsafeRawPointer, _ length: Int, point: UInt64) {
        let isNegative = text.load(as: UInt8.self) == UInt8(ascii: "-")
        let start = text + (isNegative ? 1 : 0)
        let count = length &- (isNegative ? 1 : 0)
        let short = start.loadUnaligned(as: UInt64.self) ^ DigitWord.zeros
        if count > 8 {
            guard count <= 16 else {
                self.init(long: start, count, point, isNegative: isNegative)
                return
            }
            let long = (start + 8).loadUnaligned(as: UInt64.self) ^ DigitWord.zeros
            let shift = UInt64(truncatingIfNeeded: 16 &- count) &* 8
            // Shifting by 64 at once is undefined in the machine: by 1 and by the rest.
            let upper = (long &<< shift) | ((short &>> 1) &>> (63 &- shift))
            self.init(upper: upper, lower: short &<< shift, point: point, isNegative: isNegative)
        } else {
            guard count > 0 else { return nil }
            self.init(short &<< (UInt64(truncatingIfNeeded: 8 &- count) &* 8), count, point, isNegative: isNegative)
        }
    }

    /// The last 16 characters, and the up to eight before them.
    private init?(long start: UnsafeRawPointer, _ count: Int, _ point: UInt64, isNegative: Bool) {
        let rest = start + (count &- 16)
        let head = start.loadUnaligned(as: UInt64.self) ^ DigitWord.zeros
        guard count <= 24,
            let first = DecimalText(
                head &<< (UInt64(truncatingIfNeeded: 24 &- count) &* 8), count &- 16, point, isNegative: isNegative),
            let last = DecimalText(
                upper: (rest + 8).loadUnaligned(as: UInt64.self) ^ DigitWord.zeros,
                lower: rest.loadUnaligned(as: UInt64.self) ^ DigitWord.zeros, point: point, isNegative: isNegative),
            !(first.hasPoint && last.hasPoint), first.digits < 1000
        else { return nil }
        digits = first.digits &* (last.hasPoint ? 1_000_000_000_000_000 : 10_000_000_000_000_000) &+ last.digits
        scale = first.hasPoint ? first.scale &+ 16 : last.scale
        self.isNegative = isNegative
        hasPoint = first.hasPoint || last.hasPoint
    }

    @inline(__always)
    private init?(_ word: UInt64, _ count: Int, _ point: UInt64, isNegative: Bool) {
        let found = DigitWord.zeroBytes(word ^ point)
        var digits = word
        var scale = 0
        if found != 0 {
            guard count > 1 else { return nil }
            let bit = UInt64(truncatingIfNeeded: found.trailingZeroBitCount) & ~7
            digits = DigitWord.removing(word, at: bit)
            scale = 7 &- Int(truncatingIfNeeded: bit &>> 3)
        }
        guard DigitWord.areDigits(digits) else { return nil }
        self.digits = DigitWord.value(digits)
        self.scale = scale
        self.isNegative = isNegative
        hasPoint = found != 0
    }

    @inline(__always)
    private init?(upper: UInt64, lower: UInt64, point: UInt64, isNegative: Bool) {
        var (high, low) = (upper, lower)
        var scale = 0
        let foundLow = DigitWord.zeroBytes(lower ^ point)
        let foundHigh = DigitWord.zeroBytes(upper ^ point)
        if foundLow != 0 {
            let bit = UInt64(truncatingIfNeeded: foundLow.trailingZeroBitCount) & ~7
            low = DigitWord.removing(lower, at: bit)
            scale = 15 &- Int(truncatingIfNeeded: bit &>> 3)
        } else if foundHigh != 0 {
            let bit = UInt64(truncatingIfNeeded: foundHigh.trailingZeroBitCount) & ~7
            high = DigitWord.removing(upper, at: bit) | (lower &>> 56)
            low = lower &<< 8
            scale = 7 &- Int(truncatingIfNeeded: bit &>> 3)
        }
        guard DigitWord.areDigits(high), DigitWord.areDigits(low) else { return nil }
        digits = DigitWord.value(low) &* 100_000_000 &+ DigitWord.value(high)
        self.scale = scale
        self.isNegative = isNegative
        hasPoint = foundLow | foundHigh != 0
    }

    /// The nearest double; nil when neither of two ways finds it.
    @inline(__always)
    var double: Double? {
        // Clinger 1990: both operands of the one division are exact, so its result is rounded right.
        guard digits < 1 &<< 52, scale <= PowersOfTen.mostSigned else { return longDouble }
        // By the bits of 2⁵² + digits: the machine's own conversion waits for what its register held before. And the
        // divisor has the sign, because a branch on it is right every other time.
        let magnitude = Double(bitPattern: 0x4330_0000_0000_0000 | digits) - 0x1p52
        return magnitude / PowersOfTen.signed(scale, isNegative: isNegative)
    }

    private var longDouble: Double? {
        guard DecimalQuotient.scales.contains(scale) else { return nil }
        let magnitude = DecimalQuotient.double(digits, scale: scale)
        return isNegative ? -magnitude : magnitude
    }

    @inline(__always)
    var integer: Int64? {
        guard !hasPoint, digits <= UInt64(Int64.max) else { return nil }
        let magnitude = Int64(truncatingIfNeeded: digits)
        return isNegative ? 0 &- magnitude : magnitude
    }
}
