extension Timestamp {
    /// `2026-11-23T03:00:00.000000Z`; years outside 0 to 9999 are written as the nearest that RFC 3339 has.
    package var rfc3339: String {
        let civil = CivilTime(microsecondsSinceEpoch: min(max(microseconds, Self.first), Self.last))
        let date = "\(civil.year.padded(4))-\(civil.month.padded(2))-\(civil.day.padded(2))"
        let time = "\(civil.hour.padded(2)):\(civil.minute.padded(2)):\(civil.second.padded(2))"
        return "\(date)T\(time).\(civil.microsecond.padded(6))Z"
    }

    /// Parses RFC 3339 with `Z` or an offset and up to nine digits of a second's fraction, of which six count; nil when
    /// the text has another form or names a day that does not exist.
    package init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), reader.take("-"),
            let day = reader.number(digits: 2), reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(digits: 2), reader.take(":"),
            let minute = reader.number(digits: 2), reader.take(":"),
            let second = reader.number(digits: 2)
        else { return nil }
        guard let fraction = reader.fractionMicroseconds(), let offset = reader.offsetMinutes(), reader.isAtEnd else {
            return nil
        }
        let civil = CivilTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: fraction)
        guard civil.isValid else { return nil }
        microseconds = civil.microsecondsSinceEpoch - Int64(offset) * 60_000_000
    }

    private static let first: Int64 = -62_167_219_200_000_000
    private static let last: Int64 = 253_402_300_799_999_999
}

extension Int {
    /// Decimal digits, with zeros in front up to `width`.
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

/// Reads a text of digits and separators from the front.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ separator: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == separator.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(digits: Int) -> Int? {
        let part = rest.prefix(digits)
        guard part.count == digits, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Zero where there is no fraction; nil when it is malformed.
    mutating func fractionMicroseconds() -> Int? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let kept = digits.prefix(6)
        let value = kept.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return (kept.count..<6).reduce(value) { scaled, _ in scaled * 10 }
    }

    mutating func offsetMinutes() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : -1
        guard sign == 1 || take("-"), let hours = number(digits: 2), take(":"), let minutes = number(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
