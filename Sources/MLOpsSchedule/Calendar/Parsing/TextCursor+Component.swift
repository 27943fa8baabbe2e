extension TextCursor {
    /// Takes a component of a calendar expression: `*`, or a list of values, ranges and steps.
    mutating func component(_ field: CalendarField) throws(ParseFailure) -> CalendarComponent {
        if take("*") {
            guard next != UInt8(ascii: "/") else {
                let first = field == .dayFromMonthEnd ? "28" : String(field.range.lowerBound)
                throw ParseFailure("a step after \"*\"", at: position, hint: "write \(first)\(rest)")
            }
            return .any
        }
        let start = position
        var items: [CalendarComponent.Item] = []
        repeat { items.append(try item(of: field)) } while take(",")
        let component = CalendarComponent(items, of: field)
        guard field != .second || SecondSet.canHold(component) else {
            throw ParseFailure("the list has too many seconds", at: start, hint: "write a single step, such as 0/0.5")
        }
        return component
    }

    /// Takes a component that must end where the next part of a date begins.
    func wholeComponent(_ field: CalendarField) throws(ParseFailure) -> CalendarComponent {
        var cursor = self
        let component = try cursor.component(field)
        guard cursor.next?.separatesDateParts ?? true else {
            throw ParseFailure("\"\(cursor.rest)\" follows the \(field.name)", at: cursor.position)
        }
        return component
    }

    private mutating func item(of field: CalendarField) throws(ParseFailure) -> CalendarComponent.Item {
        let start = position
        var item = CalendarComponent.Item(start: try value(of: field))
        if take("..") {
            let stop = try value(of: field)
            guard item.start <= stop else {
                throw ParseFailure("the range runs backwards", at: start, hint: "write the smaller \(field.name) first")
            }
            item.stop = stop
        }
        guard take("/") else {
            guard field != .second || item.length >= field.unit else {
                throw ParseFailure(
                    "the range is shorter than its step of a second", at: start, hint: "write a step, such as /0.1")
            }
            return item
        }
        item.step = try step(of: field, from: item, at: position)
        return item
    }

    private mutating func step(
        of field: CalendarField, from item: CalendarComponent.Item, at start: Int
    ) throws(ParseFailure) -> Int {
        let step = try quantity("a step", of: field)
        guard step > 0 else { throw ParseFailure("the step is zero", at: start) }
        let room =
            switch (item.stop, field) {
            case (.some, _): Int.max
            case (nil, .dayFromMonthEnd): item.start - 1
            case (nil, _): field.range.upperBound - item.start
            }
        guard step <= room else {
            throw ParseFailure(
                "the step leads out of the \(field.name)s at once", at: start, hint: "leave the step out")
        }
        return step
    }

    private mutating func value(of field: CalendarField) throws(ParseFailure) -> Int {
        let start = position
        var value = try quantity("a \(field.name)", of: field)
        // As systemd reads years of two digits.
        if field == .year, value < 100 { value += value < 70 ? 2000 : 1900 }
        guard field.range.contains(value) else {
            let digits = String(decoding: bytes[start..<position], as: UTF8.self)
            let range = field.range
            throw ParseFailure(
                "\(field.name) \(digits) is out of range", at: start,
                hint: "\(field.name)s go from \(range.lowerBound / field.unit) to \(range.upperBound / field.unit)")
        }
        return value
    }

    /// Takes a number, for seconds with a fraction that is rounded to microseconds.
    private mutating func quantity(_ noun: String, of field: CalendarField) throws(ParseFailure) -> Int {
        let start = position
        var value = try number(noun)
        guard field == .second else { return value }
        guard value <= 1_000_000 else { throw ParseFailure("the number is too large", at: start) }
        value *= 1_000_000
        // Two dots are a range.
        guard next == UInt8(ascii: "."), position + 1 < end, bytes[position + 1].isDigit else { return value }
        advance()
        let digits = takeAll { $0.isDigit }.map { Int($0 - UInt8(ascii: "0")) }
        let sevenPlaces = (digits + Array(repeating: 0, count: 7)).prefix(7).reduce(0) { $0 * 10 + $1 }
        return value + (sevenPlaces + 5) / 10
    }
}

extension CalendarComponent.Item {
    /// The distance from the first to the last value; unlimited for what is not a range.
    fileprivate var length: Int { stop.map { $0 - start } ?? .max }
}

extension UInt8 {
    /// Whether this byte stands between year, month and day.
    var separatesDateParts: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: "~") }
}
