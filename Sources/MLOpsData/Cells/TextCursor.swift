/// Reads a cell from left to right.
struct TextCursor {
    private let text: UnsafeRawBufferPointer
    private(set) var index = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    var isAtEnd: Bool { index == text.count }
    var next: UInt8? { index < text.count ? text[index] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    /// Takes the byte when it is one of these.
    mutating func takeAny(_ bytes: UInt8...) -> UInt8? {
        guard let byte = next, bytes.contains(byte) else { return nil }
        index += 1
        return byte
    }

    /// A number of so many digits.
    mutating func takeNumber(digits: ClosedRange<Int>) -> Int? {
        let start = index
        var value = 0
        while index - start < digits.upperBound, let byte = next, case let digit = byte &- 48, digit < 10 {
            value = value * 10 + Int(digit)
            index += 1
        }
        guard index - start >= digits.lowerBound else {
            index = start
            return nil
        }
        return value
    }

    /// Digits after a point as microseconds; what is finer is cut off.
    mutating func takeFraction() -> Int? {
        let start = index
        var value = 0
        while index - start < 12, let byte = next, case let digit = byte &- 48, digit < 10 {
            if index - start < 6 { value = value * 10 + Int(digit) }
            index += 1
        }
        guard index > start else { return nil }
        for _ in min(6, index - start)..<6 { value *= 10 }
        return value
    }

    /// `Z`, `+01:00`, `+0100` or `+01`, in minutes east of Greenwich.
    mutating func takeZone() -> Int? {
        if takeAny(UInt8(ascii: "Z"), UInt8(ascii: "z")) != nil { return 0 }
        guard let sign = takeAny(UInt8(ascii: "+"), UInt8(ascii: "-")), let hours = takeNumber(digits: 2...2) else {
            return nil
        }
        let hasColon = take(UInt8(ascii: ":"))
        let minutes = takeNumber(digits: 2...2)
        guard hours <= 18, (minutes ?? 0) < 60, minutes != nil || !hasColon else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + (minutes ?? 0))
    }
}
