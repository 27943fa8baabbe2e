extension ColumnRules {
    /// What a schema file says of the column; what is as `defaults` or this version has it is left out.
    package func entries(_ defaults: RateDefaults) -> [SchemaEntry] {
        var entries = EntryList()
        entries.add("type", .word(type.rawValue))
        entries.add("description", description.map(SchemaValue.text))
        entries.add("format", format.map(Self.value))
        if hasDecimalComma { entries.add("decimal", .word("comma")) }
        if !isRequired { entries.add("required", .flag(false)) }
        entries.add("nullable", nullable, unless: defaults.nullable)
        entries.add("invalid_max", maximumInvalid, unless: defaults.maximumInvalid)
        entries.add("nan_max", maximumNaN, unless: defaults.maximumNaN)
        entries.add("infinite_max", maximumInfinite, unless: defaults.maximumInfinite)
        addValues(&entries)
        addMoments(&entries)
        addUse(&entries)
        return entries.all
    }

    private static func value(_ format: MomentFormat) -> SchemaValue {
        if case .pattern(let text) = format { .text(text) } else { .word(format.text) }
    }

    private func addValues(_ entries: inout EntryList) {
        entries.add("range", range.map(Self.value))
        entries.add("soft_range", softRange.map(Self.value))
        entries.add("soft_max", maximumOutside, unless: 0.01)
        entries.add("domain", domain.map { .list($0.map(SchemaValue.text)) })
        entries.add("unseen_max", maximumUnseen, unless: 0)
        if letterCase == .ignore { entries.add("case", .word("ignore")) }
        entries.add("length", length.map(Self.value))
        entries.add("pattern", pattern.map(SchemaValue.text))
        if isUnique { entries.add("unique", .flag(true)) }
        if varies { entries.add("varies", .flag(true)) }
        entries.add("median", median.map(SchemaValue.number))
    }

    private func addMoments(_ entries: inout EntryList) {
        entries.add("max_lag", maximumLag.map { .word(MomentText.span($0)) })
        entries.add("max_future", maximumFuture.map { .word(MomentText.span($0)) })
        entries.add("monotone", monotone.map { .word($0.rawValue) })
    }

    private func addUse(_ entries: inout EntryList) {
        entries.add("semantic", semantic.map { .word($0.rawValue) })
        if !watchesDrift { entries.add("drift", .word("off")) }
        entries.add("weight", weight, unless: 1)
        if isPersonal { entries.add("pii", .flag(true)) }
        entries.add("severity", EntryList.value(severities))
    }

    private static func value(_ range: ValueRange) -> SchemaValue {
        if let minimum = range.minimum, let maximum = range.maximum, !range.isSuggested {
            return .list([.number(minimum), .number(maximum)])
        }
        var entries = EntryList()
        entries.add("min", range.minimum.map(SchemaValue.number))
        entries.add("max", range.maximum.map(SchemaValue.number))
        if range.isSuggested { entries.add("suggested", .flag(true)) }
        return .map(entries.all)
    }
}

/// Entries as they are collected.
struct EntryList {
    private(set) var all: [SchemaEntry] = []

    mutating func add(_ key: String, _ value: SchemaValue?) {
        if let value { all.append(SchemaEntry(key, value)) }
    }

    mutating func add(_ key: String, _ number: Double, unless known: Double) {
        if number != known { all.append(SchemaEntry(key, .number(number))) }
    }

    static func value(_ severities: [ValidationRule: Severity]) -> SchemaValue? {
        let entries = ValidationRule.allCases.compactMap { rule in
            severities[rule].map { SchemaEntry(rule.rawValue, .word($0.rawValue)) }
        }
        return entries.isEmpty ? nil : .map(entries)
    }
}
