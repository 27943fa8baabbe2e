/// Looks at the cells of one column, batch by batch, as far as the column's rules need it.
struct ColumnChecker: Sendable {
    let rules: ColumnRules
    /// Later moments are in the future; nil: not looked at.
    let future: Int64?
    let domain: Domain?
    let pattern: TextPattern?
    private(set) var facts: ColumnFacts

    /// - Parameters:
    ///   - found: what the file says the cells are.
    ///   - now: microseconds since 1970-01-01, by the clock of the column's moments.
    init(_ rules: ColumnRules, found: SchemaType, now: Int64?) {
        self.rules = rules
        let later = rules.maximumFuture.flatMap { span in now.map { $0.addingReportingOverflow(span) } }
        future = later.flatMap { $0.overflow ? nil : $0.partialValue }
        domain = rules.domain.map { Domain($0, isNumeric: !found.isText, ignoresCase: rules.letterCase == .ignore) }
        // The reader of schemas has refused what is no pattern.
        pattern = rules.pattern.flatMap { try? TextPattern($0) }
        facts = ColumnFacts(name: rules.name, found: found)
        if rules.isUnique { facts.keys = KeySample() }
        if let monotone = rules.monotone, found.isMoment || found == .int {
            facts.order = OrderRuns(type: found, isStrict: monotone == .strict)
        }
    }

    mutating func add(_ cells: CellBatch) {
        precondition(cells.type == facts.found, "the batches of a column have one type")
        facts.rows += cells.rowCount
        if !cells.states.isEmpty { addStates(cells) }
        switch facts.found {
        case .int, .float: addNumbers(cells)
        case .string, .category: addTexts(cells)
        case .timestamp, .date, .time: addMoments(cells)
        case .bool: addBooleans(cells)
        }
        if !facts.constancy.isDecided { addConstancy(cells) }
        if facts.keys != nil { addKeys(cells) }
        facts.order?.add(cells)
    }

    mutating func merge(_ other: ColumnChecker) { facts.merge(other.facts) }

    private mutating func addStates(_ cells: CellBatch) {
        for row in 0..<cells.rowCount where cells.states[row] != CellState.value {
            if cells.states[row] == CellState.null {
                facts.nulls.add(row: cells.firstRow + row, nil)
            } else {
                facts.invalid.add(row: cells.firstRow + row, nil)
            }
        }
    }

    private mutating func addConstancy(_ cells: CellBatch) {
        for row in 0..<cells.rowCount where cells.isValue(row) {
            facts.constancy.add(cells.hash(row))
            if facts.constancy.isDecided { return }
        }
    }

    private mutating func addKeys(_ cells: CellBatch) {
        for row in 0..<cells.rowCount where cells.isValue(row) {
            facts.keys?.add(hash: cells.hash(row), row: cells.firstRow + row)
        }
    }

    private mutating func addNumbers(_ cells: CellBatch) {
        let (wantsWhole, hasRange) = (rules.type == .int && facts.found == .float, rules.range != nil)
        let states = cells.states.isEmpty ? nil : cells.states
        facts.sample.add(numbers: cells.doubles, states: states, firstRow: cells.firstRow)
        for row in 0..<cells.rowCount where cells.isValue(row) {
            let value = cells.doubles[row]
            guard value.isFinite else {
                addSpecial(value, row: cells.firstRow + row)
                continue
            }
            if value < facts.minimum ?? .infinity { facts.minimum = value }
            if value > facts.maximum ?? -.infinity { facts.maximum = value }
            let number = cells.firstRow + row
            if wantsWhole, value != value.rounded() { facts.fractional.add(row: number, cells.shown(row)) }
            if hasRange, rules.range?.contains(value) == false { facts.outside.add(row: number, cells.shown(row)) }
            if let soft = rules.softRange, !soft.contains(value) {
                facts.outsideSoft.add(row: number, cells.shown(row))
            }
            if let domain, !domain.contains(value) {
                Self.withText(cells.shown(row) ?? "") { facts.unseen.add($0, row: number) }
            }
        }
    }

    private mutating func addSpecial(_ value: Double, row: Int) {
        if value.isNaN {
            facts.nan.add(row: row, "NaN")
        } else {
            facts.infinite.add(row: row, value < 0 ? "-inf" : "inf")
        }
    }

    private mutating func addTexts(_ cells: CellBatch) {
        let measures = rules.length != nil
        guard domain != nil || pattern != nil || measures else { return }
        for row in 0..<cells.rowCount where cells.isValue(row) {
            let (text, number) = (cells.text(row), cells.firstRow + row)
            if let domain, !domain.contains(text) { facts.unseen.add(text, row: number) }
            if let pattern, !pattern.matches(text) { facts.pattern.add(row: number, Tally.text(text)) }
            if measures { addLength(of: text, row: number) }
        }
    }

    private mutating func addLength(of text: UnsafeBufferPointer<UInt8>, row: Int) {
        // Of UTF-8: bytes that continue a scalar are not counted.
        let length = text.reduce(into: 0) { count, byte in if byte & 0xC0 != 0x80 { count += 1 } }
        facts.widen(lengthsTo: length...length)
        if rules.length?.contains(Double(length)) == false { facts.length.add(row: row, Tally.text(text)) }
    }

    private mutating func addMoments(_ cells: CellBatch) {
        for row in 0..<cells.rowCount where cells.isValue(row) {
            let value = cells.integers[row]
            if value > facts.newest ?? .min { facts.newest = value }
            if let future, value > future { facts.future.add(row: cells.firstRow + row, cells.shown(row)) }
        }
    }

    private mutating func addBooleans(_ cells: CellBatch) {
        guard let domain else { return }
        for row in 0..<cells.rowCount where cells.isValue(row) && !domain.contains(Double(cells.integers[row])) {
            Self.withText(cells.shown(row) ?? "") { facts.unseen.add($0, row: cells.firstRow + row) }
        }
    }

    private static func withText(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.withUTF8(body)
    }
}
