/// The rules of one column that is there.
extension SchemaCheck {
    mutating func check(_ rules: ColumnRules, _ column: ColumnFacts, correlation: Double?) {
        guard checkType(rules, column) else { return }
        checkRate(
            .null, rules, column.nulls, of: column.rows, rules.nullable, noun: "rows have no value",
            fix: SchemaFix.ColumnFix.nullable)
        let filled = column.rows - column.nulls.count
        checkRate(
            .invalid, rules, column.invalid, of: filled, rules.maximumInvalid,
            noun: "cells are not of the type \(rules.type.rawValue)", fix: SchemaFix.ColumnFix.invalid)
        checkNumbers(rules, column)
        checkTexts(rules, column)
        checkWhole(rules, column)
        checkMoments(rules, column)
        if let correlation { checkLeakage(rules, correlation) }
    }

    /// Returns whether the other rules make sense.
    private mutating func checkType(_ rules: ColumnRules, _ column: ColumnFacts) -> Bool {
        let filled = column.rows - column.nulls.count
        var found = column.found
        var wrong = Tally()
        if rules.type.accepts(found) {
            wrong = column.invalid
            wrong.merge(column.fractional)
            // Half of the cells and more are not some mistakes but another column.
            guard filled > 0, 2 * wrong.count > filled else {
                reportFractions(rules, column)
                return true
            }
            found = column.written ?? (column.fractional.count > column.invalid.count ? .float : .string)
        }
        let seen = found == rules.type ? "other than \(rules.type.rawValue)" : found.rawValue
        report(
            .type, rules, observed: .text(seen), allowed: .text(rules.type.rawValue),
            tally: wrong.count > 0 ? wrong : nil, of: wrong.count > 0 ? filled : nil,
            "the column \(rules.name) is \(seen), not \(rules.type.rawValue)", fix: .infer(rules.name))
        return false
    }

    private mutating func reportFractions(_ rules: ColumnRules, _ column: ColumnFacts) {
        guard column.fractional.count > 0 else { return }
        report(
            .type, rules, observed: .text("float"), allowed: .text("int"), tally: column.fractional, of: column.finite,
            "\(column.fractional.count) of \(column.finite) numbers of \(rules.name) have a fraction",
            fix: .infer(rules.name))
    }

    mutating func checkRate(
        _ rule: ValidationRule, _ rules: ColumnRules, _ tally: Tally, of rows: Int, _ allowed: Double, noun: String,
        severity: Severity? = nil, fix: (Double) -> SchemaFix.ColumnFix
    ) {
        guard exceeds(tally, of: rows, allowed) else { return }
        let rate = Double(tally.count) / Double(max(1, rows))
        report(
            rule, rules, severity: severity, observed: .number(rate), allowed: .number(allowed), tally: tally, of: rows,
            "\(rules.name): \(RateText.percent(rate)) of \(rows) \(noun), and \(RateText.allowed(allowed)) may",
            fix: .column(rules.name, fix(bound(tally, of: rows))))
    }

    private mutating func checkTexts(_ rules: ColumnRules, _ column: ColumnFacts) {
        if rules.domain != nil { checkDomain(rules, column) }
        if let length = rules.length, column.length.count > 0 {
            let seen = column.lengths.map { length.including(Double($0.lowerBound), Double($0.upperBound)) }
            report(
                .length, rules, observed: column.lengths.map { .text("\($0.lowerBound) to \($0.upperBound)") },
                allowed: .text(Self.text(length)), tally: column.length, of: column.values,
                "\(column.length.count) texts of \(rules.name) are too short or too long",
                fix: .column(rules.name, .length(seen)))
        }
        if let pattern = rules.pattern, column.pattern.count > 0 {
            report(
                .pattern, rules, observed: .number(Double(column.pattern.count) / Double(max(1, column.values))),
                allowed: .text(pattern), tally: column.pattern, of: column.values,
                "\(column.pattern.count) of \(column.values) texts of \(rules.name) do not match the pattern",
                fix: .column(rules.name, .noPattern))
        }
    }

    private mutating func checkDomain(_ rules: ColumnRules, _ column: ColumnFacts) {
        let unseen = column.unseen
        guard exceeds(unseen.tally, of: column.values, rules.maximumUnseen) else { return }
        let rate = Double(unseen.tally.count) / Double(max(1, column.values))
        let frequent = unseen.frequent
        let isExtensible = !unseen.isTruncated && (rules.domain?.count ?? 0) + frequent.count <= 1000
        let wider = SchemaFix.ColumnFix.domain(isExtensible ? frequent.map(\.value) : nil)
        // What would be named in the proposal must not be told.
        let fix = rules.isPersonal ? .unseen(bound(unseen.tally, of: column.values)) : wider
        let shown = rules.isPersonal ? [] : frequent.prefix(3).map { "\($0.value) (\($0.count)×)" }
        let names = shown.isEmpty ? "" : ": " + shown.joined(separator: ", ")
        report(
            .unseen, rules, observed: .number(rate), allowed: .number(rules.maximumUnseen), tally: unseen.tally,
            of: column.values,
            "\(rules.name): \(RateText.percent(rate)) of \(column.values) values are not in the domain\(names)",
            fix: .column(rules.name, fix))
    }

    /// Rules about all values of the column together.
    private mutating func checkWhole(_ rules: ColumnRules, _ column: ColumnFacts) {
        if let keys = column.keys, keys.duplicates > 0 {
            report(
                .unique, rules, observed: .number(Double(keys.duplicates)), allowed: .number(0), tally: keys.tally,
                of: keys.duplicates + keys.distinct,
                "\(keys.duplicates) of \(keys.duplicates + keys.distinct) values of \(rules.name) repeat an earlier one",
                fix: .column(rules.name, .notUnique))
        }
        if rules.isUnique, let keys = column.keys, !keys.isExact {
            skip(
                .unique, rules,
                "there are more than \(KeySample.capacity) values; \(keys.distinct) of them were compared")
        }
        checkConstant(rules, column)
    }

    private mutating func checkConstant(_ rules: ColumnRules, _ column: ColumnFacts) {
        guard rules.varies, column.isConstant else { return }
        // A value of nine tenths of the rows fills so many rows alone with a probability of 0.9^n.
        guard Binomial(trials: column.values, probability: 0.9).density(column.values) < error else { return }
        report(
            .constant, rules, observed: .number(1), allowed: .number(0.9), of: column.values,
            "all \(column.values) values of \(rules.name) are the same",
            fix: .column(rules.name, .mayBeConstant))
    }

    private mutating func checkLeakage(_ rules: ColumnRules, _ correlation: Double) {
        guard correlation.magnitude > schema.dataset.maximumCorrelation, let label = schema.dataset.label else {
            return
        }
        report(
            .leakage, rules, observed: .number(correlation), allowed: .number(schema.dataset.maximumCorrelation),
            "\(rules.name) tells the label \(label): their correlation is \(NumberText.text(correlation)); "
                + "leave it out of the training, or set severity: {leakage: info}")
    }

    static func text(_ range: ValueRange) -> String {
        let (low, high) = (range.minimum.map(NumberText.text), range.maximum.map(NumberText.text))
        switch (low, high) {
        case (let low?, let high?): return "\(low) to \(high)"
        case (let low?, nil): return "at least \(low)"
        case (nil, let high?): return "at most \(high)"
        case (nil, nil): return "any"
        }
    }
}
