import MLOpsSchedule
import MLOpsStatistics

/// Reading of what only schema files have.
extension Field {
    /// Returns a share of rows.
    func rate() -> Double? { number(in: 0...1) }

    /// Returns a share of rows; `true` is any, `false` none.
    func rateOrFlag() -> Double? {
        guard case .scalar(let scalar) = node.content, Double(scalar.text) == nil else { return rate() }
        return boolean().map { $0 ? 1 : 0 }
    }

    func microseconds() -> Int64? { span().map(\.microseconds) }

    /// Returns the name of a column.
    func columnName() -> String? { text("the name of a column", maximum: 1024) }

    /// Returns names of columns, each once.
    func columnNames() -> [String]? {
        guard let elements = elements("names of columns") else { return nil }
        var names: [String] = []
        for element in elements {
            guard let name = element.columnName() else { return nil }
            guard !names.contains(name) else { return element.reject("\(name.quoted) is named twice") }
            names.append(name)
        }
        return names
    }

    /// Returns the bounds of `[min, max]` or of a mapping that names one or both.
    func range(wholeFrom least: Double? = nil) -> ValueRange? {
        let range: ValueRange?
        if case .mapping = node.content {
            guard let section = Section(self, .schemaRange) else { return nil }
            let (low, high) = (section["min"].flatMap { $0.number() }, section["max"].flatMap { $0.number() })
            let isSuggested = section["suggested"].flatMap { $0.boolean() } ?? false
            guard low != nil || high != nil else { return reject("names neither min nor max") }
            range = ValueRange(low, high, isSuggested: isSuggested)
        } else {
            guard let elements = elements("two numbers") else { return nil }
            guard elements.count == 2 else {
                return reject("has to be two numbers: [min, max]", hint: "write {min: 0} for a bound at one end alone")
            }
            guard let low = elements[0].number(), let high = elements[1].number() else { return nil }
            range = ValueRange(low, high)
        }
        return range.flatMap { checked($0, wholeFrom: least) }
    }

    private func checked(_ range: ValueRange, wholeFrom least: Double?) -> ValueRange? {
        if let low = range.minimum, let high = range.maximum, low > high {
            return reject("begins at \(NumberText.text(low)), above its end \(NumberText.text(high))")
        }
        guard let least else { return range }
        for bound in [range.minimum, range.maximum].compactMap(\.self) where bound < least || bound != bound.rounded() {
            return reject("must be of whole numbers of at least \(NumberText.text(least))")
        }
        return range
    }

    /// Returns the severities of rules by name; one word is meant for all rules of `schema`.
    func severities(_ schema: Schema) -> [ValidationRule: Severity] {
        var severities: [ValidationRule: Severity] = [:]
        if case .scalar = node.content {
            guard let severity = choice(Severity.self) else { return [:] }
            for key in schema.keys { if let rule = ValidationRule(rawValue: key) { severities[rule] = severity } }
            return severities
        }
        guard let section = Section(self, schema) else { return [:] }
        for key in schema.keys {
            guard let rule = ValidationRule(rawValue: key), let field = section[key] else { continue }
            severities[rule] = field.choice(Severity.self)
        }
        return severities
    }
}
