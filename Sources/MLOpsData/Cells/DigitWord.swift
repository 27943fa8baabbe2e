/// Eight characters at once, the first in the lowest byte; the tricks with words are those of Lemire's
/// "Number Parsing at a Gigabyte per Second" (2021) and of Mycroft's search for a zero byte.
enum DigitWord {
    static let zeros: UInt64 = 0x3030_3030_3030_3030
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// A byte eight times.
    @inline(__always) static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

    /// The high bit of the first byte that is 0, and perhaps of later ones; 0 when none is.
    @inline(__always) static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    /// Whether every byte is 0 to 9.
    @inline(__always) static func areDigits(_ word: UInt64) -> Bool {
        ((word &+ 0x7676_7676_7676_7676) | word) & highs == 0
    }

    /// The number that eight digits (0 to 9, the first the most significant) make.
    @inline(__always) static func value(_ word: UInt64) -> UInt64 {
        let pairs = word &* 10 &+ (word >> 8)
        let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (low &+ high) >> 32
    }

    /// Takes out the byte at a bit offset and moves what is before it up, a zero digit at the front.
    @inline(__always) static func removing(_ word: UInt64, at bit: UInt64) -> UInt64 {
        let before = word & ((1 &<< bit) &- 1)
        let after = (word &>> bit) & ~0xFF
        return (after &<< bit) | (before &<< 8)
    }
}
