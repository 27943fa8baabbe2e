import MLOpsSchedule
import MLOpsStatistics

struct SchemaColumnReader {
    let defaults: RateDefaults

    private enum Decimal: String, CaseIterable { case point, comma }
    private enum Drift: String, CaseIterable { case on, off }

    func read(_ name: String, _ field: Field) -> ColumnRules? {
        guard !name.isEmpty, name.utf8.count <= 1024 else {
            return field.reject("the name of a column must have 1 to 1024 bytes")
        }
        guard let section = Section(field, .schemaColumn) else { return nil }
        guard let type = section.required("type")?.choice(SchemaType.self) else { return nil }
        var rules = defaults.column(named: name, type: type)
        rules.description = section["description"]?.text("a text")
        readForm(section, &rules)
        readRates(section, &rules)
        readNumbers(section, &rules)
        readTexts(section, &rules)
        readMoments(section, &rules)
        readUse(section, &rules)
        reportStrayKeys(section, rules)
        return rules
    }

    private func readForm(_ section: Section, _ rules: inout ColumnRules) {
        if let field = section["format"], let text = field.text("a format", maximum: 256) {
            rules.format = MomentFormat(text)
            if rules.format == nil {
                let names = MomentFormat.names.joined(separator: ", ")
                field.report(
                    "\(text.quoted) is not a format",
                    hint: "write one of \(names), or a pattern such as %d.%m.%Y of %\(MomentFormat.letters)")
            }
        }
        rules.hasDecimalComma = section["decimal"]?.choice(Decimal.self) == .comma
        if let required = section["required"]?.boolean() { rules.isRequired = required }
    }

    private func readRates(_ section: Section, _ rules: inout ColumnRules) {
        if let rate = section["nullable"]?.rateOrFlag() { rules.nullable = rate }
        if let rate = section["invalid_max"]?.rate() { rules.maximumInvalid = rate }
        if let rate = section["nan_max"]?.rate() { rules.maximumNaN = rate }
        if let rate = section["infinite_max"]?.rate() { rules.maximumInfinite = rate }
    }

    private func readNumbers(_ section: Section, _ rules: inout ColumnRules) {
        rules.range = section["range"]?.range()
        rules.softRange = section["soft_range"]?.range()
        if let rate = section["soft_max"]?.rate() { rules.maximumOutside = rate }
        if let varies = section["varies"]?.boolean() { rules.varies = varies }
        if let unique = section["unique"]?.boolean() { rules.isUnique = unique }
        rules.median = section["median"]?.number()
    }

    private func readTexts(_ section: Section, _ rules: inout ColumnRules) {
        if let field = section["domain"] { rules.domain = domain(field, of: rules.type) }
        if let rate = section["unseen_max"]?.rate() { rules.maximumUnseen = rate }
        if let letterCase = section["case"]?.choice(ColumnRules.Case.self) { rules.letterCase = letterCase }
        rules.length = section["length"]?.range(wholeFrom: 0)
        guard let field = section["pattern"], let text = field.text("a pattern", maximum: 1024) else { return }
        do throws(PatternProblem) {
            _ = try TextPattern(text)
            rules.pattern = text
        } catch {
            field.report(error.words, offset: field.offset(ofColumn: error.offset + 1))
        }
    }

    private func domain(_ field: Field, of type: SchemaType) -> [String]? {
        guard let elements = field.elements("values") else { return nil }
        var seen: Set<String> = []
        var values: [String] = []
        for element in elements {
            // An empty text is a value where it is quoted.
            guard let text = element.scalar("a value") else { return nil }
            if type.isNumeric, Double(text)?.isFinite != true {
                return element.reject("must be a number, for the column is of type \(type.rawValue)")
            }
            guard seen.insert(text).inserted else { return element.reject("\(text.quoted) is named twice") }
            values.append(text)
        }
        return values
    }

    private func readMoments(_ section: Section, _ rules: inout ColumnRules) {
        rules.maximumLag = section["max_lag"]?.microseconds()
        rules.maximumFuture = section["max_future"]?.microseconds()
        rules.monotone = section["monotone"]?.choice(ColumnRules.Monotone.self)
    }

    private func readUse(_ section: Section, _ rules: inout ColumnRules) {
        rules.semantic = section["semantic"]?.choice(ColumnRules.Semantic.self)
        if let drift = section["drift"]?.choice(Drift.self) { rules.watchesDrift = drift == .on }
        if let weight = section["weight"]?.number(in: 0...1e6) { rules.weight = weight }
        if let personal = section["pii"]?.boolean() { rules.isPersonal = personal }
        if let field = section["severity"] { rules.severities = field.severities(.schemaColumnSeverity) }
    }

    /// A rule that can never apply is a mistake, not a rule that is kept.
    private func reportStrayKeys(_ section: Section, _ rules: ColumnRules) {
        let type = rules.type
        for field in section.given(SchemaKeys.stray(of: type)) {
            field.report("does not apply to a column of type \(type.rawValue)", hint: "remove it")
        }
        if rules.domain == nil {
            for field in section.given(["unseen_max", "case"]) {
                field.report("needs the key domain", hint: "remove it")
            }
        }
        if rules.softRange == nil {
            for field in section.given(["soft_max"]) { field.report("needs the key soft_range", hint: "remove it") }
        }
        if type == .date, rules.format == .rfc3339 {
            section["format"]?.report("a date has no zone", hint: "write iso")
        }
    }
}

/// Which keys of a column belong to which types.
enum SchemaKeys {
    private static let ofNumbers = ["nan_max", "infinite_max", "range", "soft_range", "soft_max", "median", "decimal"]
    private static let ofTexts = ["length", "pattern"]
    private static let ofMoments = ["format", "max_lag", "max_future"]

    static func stray(of type: SchemaType) -> [String] {
        var keys: [String] = []
        if !type.isNumeric { keys += ofNumbers }
        if !type.isText { keys += ofTexts + ["case"] }
        if !type.isMoment { keys += ofMoments }
        if type.isMoment { keys += ["domain", "unseen_max"] }
        if !type.isMoment, type != .int { keys.append("monotone") }
        if type == .bool { keys += ["unique"] }
        return keys
    }
}
