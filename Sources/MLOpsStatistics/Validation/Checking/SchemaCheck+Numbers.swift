/// Rules about numbers.
extension SchemaCheck {
    mutating func checkNumbers(_ rules: ColumnRules, _ column: ColumnFacts) {
        guard column.found.isNumeric else { return }
        checkRate(
            .nan, rules, column.nan, of: column.values, rules.maximumNaN, noun: "numbers are NaN",
            fix: SchemaFix.ColumnFix.nan)
        checkRate(
            .infinite, rules, column.infinite, of: column.values, rules.maximumInfinite,
            noun: "numbers are infinite", fix: SchemaFix.ColumnFix.infinite)
        if let change = UnitChange(rules, column, error: error) { reportUnit(change, rules, column) }
        checkRange(rules, column)
        guard let soft = rules.softRange else { return }
        checkRate(
            .softRange, rules, column.outsideSoft, of: column.finite, rules.maximumOutside,
            noun: "numbers are outside of \(Self.text(soft))", fix: SchemaFix.ColumnFix.outside)
    }

    private mutating func checkRange(_ rules: ColumnRules, _ column: ColumnFacts) {
        guard let range = rules.range, column.outside.count > 0 else { return }
        let isMeant = !range.isSuggested || rules.severities[.range] != nil || schema.dataset.severities[.range] != nil
        var wider = range.including(column.minimum, column.maximum)
        wider.isSuggested = range.isSuggested
        report(
            .range, rules, severity: isMeant ? nil : .warn,
            observed: .text("\(NumberText.text(column.minimum ?? 0)) to \(NumberText.text(column.maximum ?? 0))"),
            allowed: .text(Self.text(range)), tally: column.outside, of: column.finite,
            "\(column.outside.count) of \(column.finite) numbers of \(rules.name) are outside of \(Self.text(range))",
            fix: .column(rules.name, .range(wider)))
    }

    private mutating func reportUnit(_ change: UnitChange, _ rules: ColumnRules, _ column: ColumnFacts) {
        // Small factors are also what a season or growth can do.
        let severity: Severity? =
            rules.severities[.unit] ?? schema.dataset.severities[.unit] ?? (change.factor >= 9 ? nil : .warn)
        report(
            .unit, rules, severity: severity, observed: .number(change.median), allowed: .number(change.reference),
            of: column.finite,
            "\(rules.name) looks like a unit change: its median is \(NumberText.text(change.median)), "
                + "\(change.words) the \(NumberText.text(change.reference)) of the schema",
            fix: .column(rules.name, .median(change.median)))
    }
}
