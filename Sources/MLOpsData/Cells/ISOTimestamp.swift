/// ISO 8601 as it is written: the year first, `-` or `/` between the parts of a day, `T` or a space before the time.
enum ISOTimestamp {
    static func value(_ text: UnsafeRawBufferPointer) -> TimestampValue? {
        guard text.count >= 8, text.count <= 40 else { return nil }
        var cursor = TextCursor(text)
        var parts = TimestampParts()
        guard takeDay(&cursor, &parts) else { return nil }
        guard !cursor.isAtEnd else {
            return parts.microseconds.map { TimestampValue(microseconds: $0, hasTime: false, hasZone: false) }
        }
        guard cursor.takeAny(UInt8(ascii: "T"), UInt8(ascii: " "), UInt8(ascii: "t")) != nil,
            takeTime(&cursor, &parts)
        else { return nil }
        if !cursor.isAtEnd {
            _ = cursor.take(UInt8(ascii: " "))
            parts.offsetMinutes = cursor.takeZone()
            guard parts.offsetMinutes != nil, cursor.isAtEnd else { return nil }
        }
        return parts.microseconds.map {
            TimestampValue(microseconds: $0, hasTime: true, hasZone: parts.offsetMinutes != nil)
        }
    }

    /// A time of the day alone, in microseconds since midnight.
    static func time(_ text: UnsafeRawBufferPointer) -> Int64? {
        var cursor = TextCursor(text)
        var parts = TimestampParts()
        guard takeTime(&cursor, &parts), cursor.isAtEnd else { return nil }
        return parts.microseconds
    }

    private static func takeDay(_ cursor: inout TextCursor, _ parts: inout TimestampParts) -> Bool {
        guard let year = cursor.takeNumber(digits: 4...4),
            let separator = cursor.takeAny(UInt8(ascii: "-"), UInt8(ascii: "/")),
            let month = cursor.takeNumber(digits: 1...2), cursor.take(separator),
            let day = cursor.takeNumber(digits: 1...2)
        else { return false }
        (parts.year, parts.month, parts.day) = (year, month, day)
        return true
    }

    private static func takeTime(_ cursor: inout TextCursor, _ parts: inout TimestampParts) -> Bool {
        guard let hour = cursor.takeNumber(digits: 1...2), cursor.take(UInt8(ascii: ":")),
            let minute = cursor.takeNumber(digits: 2...2)
        else { return false }
        (parts.hour, parts.minute) = (hour, minute)
        guard cursor.take(UInt8(ascii: ":")) else { return true }
        guard let second = cursor.takeNumber(digits: 2...2) else { return false }
        parts.second = second
        guard cursor.takeAny(UInt8(ascii: "."), UInt8(ascii: ",")) != nil else { return true }
        guard let fraction = cursor.takeFraction() else { return false }
        parts.microsecond = fraction
        return true
    }
}
