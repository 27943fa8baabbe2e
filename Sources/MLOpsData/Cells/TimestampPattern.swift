/// A compiled `strptime` pattern.
package struct TimestampPattern: Hashable, Sendable {
    private enum Part: Hashable {
        case year, shortYear, month, monthName, day, hour, twelveHour, minute, second, fraction, zone, afternoon
        case literal(UInt8)
    }

    private static let monthNames: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// As it was written.
    package let text: String
    private let parts: [Part]

    /// nil: a letter after `%` is not known.
    package init?(_ text: String) {
        var parts: [Part] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                parts.append(.literal(byte))
                continue
            }
            guard let letter = bytes.popFirst(), let part = Self.part(letter) else { return nil }
            parts.append(part)
        }
        self.text = text
        self.parts = parts
    }

    private static func part(_ letter: UInt8) -> Part? {
        switch letter {
        case UInt8(ascii: "Y"): .year
        case UInt8(ascii: "y"): .shortYear
        case UInt8(ascii: "m"): .month
        case UInt8(ascii: "b"): .monthName
        case UInt8(ascii: "d"): .day
        case UInt8(ascii: "H"): .hour
        case UInt8(ascii: "I"): .twelveHour
        case UInt8(ascii: "M"): .minute
        case UInt8(ascii: "S"): .second
        case UInt8(ascii: "f"): .fraction
        case UInt8(ascii: "z"): .zone
        case UInt8(ascii: "p"): .afternoon
        case UInt8(ascii: "%"): .literal(letter)
        default: nil
        }
    }

    var hasTime: Bool { parts.contains(.hour) || parts.contains(.twelveHour) }
    var hasDay: Bool { parts.contains(.day) }
    var hasZone: Bool { parts.contains(.zone) }

    func value(_ text: UnsafeRawBufferPointer) -> TimestampValue? {
        var cursor = TextCursor(text)
        var moment = TimestampParts()
        for part in parts {
            guard take(part, &cursor, &moment) else { return nil }
        }
        guard cursor.isAtEnd, let microseconds = moment.microseconds else { return nil }
        return TimestampValue(microseconds: microseconds, hasTime: hasTime, hasZone: hasZone)
    }

    private func take(_ part: Part, _ cursor: inout TextCursor, _ moment: inout TimestampParts) -> Bool {
        func set(_ field: inout Int, _ value: Int?) -> Bool {
            guard let value else { return false }
            field = value
            return true
        }
        switch part {
        case .year: return set(&moment.year, cursor.takeNumber(digits: 4...4))
        // As POSIX has it: 69 to 99 are of the twentieth century.
        case .shortYear:
            return set(&moment.year, cursor.takeNumber(digits: 2...2).map { $0 < 69 ? 2000 + $0 : 1900 + $0 })
        case .month: return set(&moment.month, cursor.takeNumber(digits: 1...2))
        case .monthName: return set(&moment.month, takeMonthName(&cursor))
        case .day: return set(&moment.day, cursor.takeNumber(digits: 1...2))
        case .hour, .twelveHour: return set(&moment.hour, cursor.takeNumber(digits: 1...2))
        case .minute: return set(&moment.minute, cursor.takeNumber(digits: 1...2))
        case .second: return set(&moment.second, cursor.takeNumber(digits: 1...2))
        case .fraction: return set(&moment.microsecond, cursor.takeFraction())
        case .zone:
            moment.offsetMinutes = cursor.takeZone()
            return moment.offsetMinutes != nil
        case .afternoon:
            guard let letter = cursor.takeAny(65, 80, 97, 112) else { return false }
            moment.isAfternoon = letter | 0x20 == UInt8(ascii: "p")
            return cursor.takeAny(UInt8(ascii: "M"), UInt8(ascii: "m")) != nil
        case .literal(let byte): return cursor.take(byte)
        }
    }

    private func takeMonthName(_ cursor: inout TextCursor) -> Int? {
        var letters: [UInt8] = []
        while letters.count < 3, let byte = cursor.next, cursor.take(byte) { letters.append(byte | 0x20) }
        return Self.monthNames.firstIndex { name in name.withUTF8Buffer { $0.elementsEqual(letters) } }.map { $0 + 1 }
    }
}
