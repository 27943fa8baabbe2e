import Glibc

/// A number as people and programs write it: `-12`, `+.5`, `1e-7`, `1,5` where a comma is the point.
struct NumberText {
    /// Longer ones are no numbers, but somebody's text.
    static let maximumBytes = 4096

    private let text: UnsafeRawBufferPointer
    private(set) var isInteger = true
    private(set) var hasPoint = false
    private var digits: UInt64 = 0
    private var digitCount = 0
    private var exponent = 0
    private let isNegative: Bool

    /// Checks the whole text; nil: it is no number.
    ///
    /// Infinity and NaN are words, not numbers; see `NumberWord`.
    init?(_ text: UnsafeRawBufferPointer, point: UInt8 = UInt8(ascii: ".")) {
        guard text.count <= Self.maximumBytes, let first = text.first else { return nil }
        self.text = text
        isNegative = first == UInt8(ascii: "-")
        var index = isNegative || first == UInt8(ascii: "+") ? 1 : 0
        var count = takeDigits(&index, areFraction: false)
        if index < text.count, text[index] == point {
            (isInteger, hasPoint) = (false, true)
            index += 1
            count += takeDigits(&index, areFraction: true)
        }
        guard count > 0 else { return nil }
        if index < text.count {
            guard takeExponent(&index), index == text.count else { return nil }
        }
    }

    /// Returns how many digits there were.
    private mutating func takeDigits(_ index: inout Int, areFraction: Bool) -> Int {
        let start = index
        while index < text.count, case let digit = text[index] &- 48, digit < 10 {
            // Leading zeros count for nothing; of more than 19 digits strtod decides.
            if digitCount < 19 { digits = digits &* 10 &+ UInt64(digit) }
            if digits > 0 { digitCount += 1 }
            index += 1
        }
        if areFraction { exponent -= index - start }
        return index - start
    }

    private mutating func takeExponent(_ index: inout Int) -> Bool {
        guard text[index] | 0x20 == UInt8(ascii: "e") else { return false }
        isInteger = false
        index += 1
        var sign = 1
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            sign = text[index] == UInt8(ascii: "-") ? -1 : 1
            index += 1
        }
        let start = index
        var value = 0
        while index < text.count, case let digit = text[index] &- 48, digit < 10 {
            value = min(100_000, value * 10 + Int(digit))
            index += 1
        }
        exponent += sign * value
        return index > start
    }

    /// The nearest double, as `strtod` finds it.
    var double: Double {
        let magnitude = Double(digits)
        if digitCount <= 19, digits <= 1 << 53, abs(exponent) < PowersOfTen.exactCount {
            let power = PowersOfTen.exact(abs(exponent))
            let value = exponent < 0 ? magnitude / power : magnitude * power
            return isNegative ? -value : value
        }
        if digitCount <= 19, exponent <= 0, DecimalQuotient.scales.contains(-exponent) {
            let value = DecimalQuotient.double(digits, scale: -exponent)
            return isNegative ? -value : value
        }
        return exactly()
    }

    /// nil: it is no integer of 64 bits.
    var integer: Int64? {
        guard isInteger, digitCount <= 19 else { return nil }
        return isNegative ? Int64(exactly: -Int128(digits)) : Int64(exactly: digits)
    }

    /// The number times 10 to the power of `scale`; nil: that is no integer of 64 bits.
    func unscaled(_ scale: Int) -> Int64? {
        guard digitCount <= 19 else { return nil }
        var value = Int128(digits)
        var shift = digits == 0 ? 0 : exponent + scale
        guard shift < 19 else { return nil }
        while shift > 0 { (value, shift) = (value * 10, shift - 1) }
        while shift < 0 {
            guard value % 10 == 0 else { return nil }
            (value, shift) = (value / 10, shift + 1)
        }
        return Int64(exactly: isNegative ? -value : value)
    }

    private func exactly() -> Double {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            for (index, byte) in text.enumerated() {
                buffer[index] = byte == UInt8(ascii: ",") ? CChar(UInt8(ascii: ".")) : CChar(bitPattern: byte)
            }
            buffer[text.count] = 0
            // The process never calls setlocale, so the point is a point.
            return buffer.baseAddress.map { strtod($0, nil) } ?? .nan
        }
    }
}
