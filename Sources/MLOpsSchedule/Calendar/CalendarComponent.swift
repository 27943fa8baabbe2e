/// The part of an expression that restricts one field: a list of values, ranges and steps, or everything.
struct CalendarComponent: Hashable {
    /// A value, a range of values, or either with a step.
    struct Item: Hashable {
        var start: Int
        /// The last value of a range; `nil` for a single value, or for a step to the end of the field.
        var stop: Int?
        /// The distance of values; 0 where none is written.
        var step: Int = 0

        fileprivate var sortKey: (Int, Int, Int) { (start, stop ?? -1, step) }
    }

    /// Sorted, each once; empty means every value.
    let items: [Item]

    static let any = CalendarComponent(items: [])

    private init(items: [Item]) { self.items = items }

    /// - Precondition: `values` ascend.
    init(sortedValues values: [Int]) { items = values.map { Item(start: $0) } }

    /// Brings a list into its canonical form, in which equal sets written alike are equal.
    init(_ items: [Item], of field: CalendarField) {
        var canonical: [Item] = []
        let sorted = items.map { Self.canonical($0, of: field) }.sorted { $0.sortKey < $1.sortKey }
        for item in sorted where item != canonical.last { canonical.append(item) }
        let everySecond = Item(start: 0, stop: nil, step: CalendarField.second.unit)
        self.items = field == .second && canonical.contains(everySecond) ? [] : canonical
    }

    private static func canonical(_ item: Item, of field: CalendarField) -> Item {
        guard let stop = item.stop else { return item }
        let step = max(item.step, field.unit)
        let reached = item.start + (stop - item.start) / step * step
        if reached == item.start { return Item(start: item.start) }
        return Item(start: item.start, stop: reached, step: step == field.unit ? 0 : step)
    }

    var isAny: Bool { items.isEmpty }

    /// Whether the field is left to run: a wildcard, a step, or a list of everything there is.
    func isElastic(in field: CalendarField) -> Bool {
        isAny || items.contains { $0.step != 0 } || Set(values(in: field)).count == field.range.count
    }

    /// The values as ascending progressions, in microseconds for the second.
    func progressions(in field: CalendarField) -> [Progression] {
        let range = field.range
        guard !isAny else { return [Progression(from: range.lowerBound, through: range.upperBound, by: field.unit)] }
        return items.map { item in
            let step = max(item.step, field.unit)
            if let stop = item.stop { return Progression(from: item.start, through: stop, by: step) }
            guard item.step != 0 else { return Progression(from: item.start, through: item.start, by: 1) }
            // From the end of a month a step runs towards that end, which is down to 1.
            if field == .dayFromMonthEnd {
                return Progression(from: (item.start - 1) % item.step + 1, through: item.start, by: item.step)
            }
            return Progression(from: item.start, through: range.upperBound, by: item.step)
        }
    }

    /// The values, in no order and perhaps repeated.
    ///
    /// Not for seconds, whose values can be millions.
    func values(in field: CalendarField) -> [Int] {
        progressions(in: field).flatMap { progression in (0..<progression.count).map { progression[$0] } }
    }

    /// The values as bits of a word, for a field whose values are below 64.
    func bits(in field: CalendarField) -> UInt64 { values(in: field).reduce(0) { $0 | 1 << UInt64($1) } }
}
