/// The grammar of one field of a crontab(5) line: `*`, and lists of `1`, `1-5`, `1-5/2` and `*/5`.
struct CronField {
    typealias Item = CalendarComponent.Item

    let noun: String
    let range: ClosedRange<Int>
    /// What may be written for the numbers from the lower bound of the range on.
    var names: [String] = []

    static let minute = CronField(noun: "minute", range: 0...59)
    static let hour = CronField(noun: "hour", range: 0...23)
    static let day = CronField(noun: "day", range: 1...31)
    static let month = CronField(
        noun: "month", range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    /// Both 0 and 7 are Sunday.
    static let weekday = CronField(
        noun: "weekday", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    func component(_ word: Word, of field: CalendarField) throws(ParseFailure) -> CalendarComponent {
        let items = try items(word)
        return word.text == "*" ? .any : CalendarComponent(items, of: field)
    }

    /// Reads the weekdays as bits, of which bit 0 is Monday.
    func weekdays(_ word: Word) throws(ParseFailure) -> UInt8 {
        var days: UInt8 = 0
        for item in try items(word) {
            let stop = item.stop ?? (item.step > 0 ? range.upperBound - 1 : item.start)
            for day in stride(from: item.start, through: stop, by: max(item.step, 1)) {
                days |= 1 << UInt8((day + 6) % 7)
            }
        }
        return days
    }

    private func items(_ word: Word) throws(ParseFailure) -> [Item] {
        var cursor = word.cursor
        var items: [Item] = []
        repeat { items.append(try item(&cursor)) } while cursor.take(",")
        guard cursor.isAtEnd else {
            throw ParseFailure(
                "\"\(cursor.rest)\" follows the \(noun)", at: cursor.position,
                hint: "cron knows lists \"1,2\", ranges \"1-5\" and steps \"1-5/2\" or \"*/5\"")
        }
        return items
    }

    private func item(_ cursor: inout TextCursor) throws(ParseFailure) -> Item {
        let start = cursor.position
        if cursor.take("*") {
            guard cursor.take("/") else { return Item(start: range.lowerBound, stop: range.upperBound) }
            // Without an end, so that "*/1" stays a step: a range with step 1 would be a plain range.
            return Item(start: range.lowerBound, step: try step(&cursor))
        }
        var item = Item(start: try value(&cursor))
        if cursor.take("-") {
            let stop = try value(&cursor)
            guard item.start <= stop else {
                throw ParseFailure("the range runs backwards", at: start, hint: "write the smaller \(noun) first")
            }
            item.stop = stop
        }
        guard cursor.take("/") else { return item }
        guard item.stop != nil else {
            throw ParseFailure(
                "a step after a single \(noun)", at: start,
                hint: "write \(item.start)-\(range.upperBound)/\(cursor.rest)")
        }
        item.step = try step(&cursor)
        return item
    }

    private func step(_ cursor: inout TextCursor) throws(ParseFailure) -> Int {
        let start = cursor.position
        let step = try cursor.number("a step")
        guard step > 0 else { throw ParseFailure("the step is zero", at: start) }
        guard step <= range.upperBound - range.lowerBound else {
            throw ParseFailure("the step leads out of the \(noun)s at once", at: start, hint: "leave the step out")
        }
        return step
    }

    private func value(_ cursor: inout TextCursor) throws(ParseFailure) -> Int {
        let start = cursor.position
        if let first = cursor.next, first.isLetter {
            let name = String(decoding: cursor.takeAll { $0.isLetter }, as: UTF8.self)
            guard let index = names.firstIndex(of: name.lowercased()) else {
                throw ParseFailure("\"\(name)\" is no \(noun)", at: start)
            }
            return range.lowerBound + index
        }
        let value = try cursor.number("a \(noun)")
        guard range.contains(value) else {
            throw ParseFailure(
                "\(noun) \(value) is out of range", at: start,
                hint: "\(noun)s go from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
