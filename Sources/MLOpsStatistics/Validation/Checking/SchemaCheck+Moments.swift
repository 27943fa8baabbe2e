/// Rules about moments.
extension SchemaCheck {
    mutating func checkMoments(_ rules: ColumnRules, _ column: ColumnFacts) {
        if let order = column.order {
            let tally = order.tally
            if tally.count > 0 {
                report(
                    .monotone, rules, observed: .number(Double(tally.count)), allowed: .number(0), tally: tally,
                    of: column.values, "\(rules.name) falls \(tally.count) times, and should ascend",
                    fix: .column(rules.name, .noMonotone))
            }
        }
        guard column.found.isMoment, column.found != .time else { return }
        if let lag = rules.maximumLag { checkAge(.lag, rules, column, lag) { .column(rules.name, .lag($0)) } }
        checkFuture(rules, column)
    }

    /// Reports when the newest value is older than it may be.
    mutating func checkAge(
        _ rule: ValidationRule, _ rules: ColumnRules, _ column: ColumnFacts, _ limit: Int64,
        fix: (Int64) -> SchemaFix
    ) {
        guard let now = context.now(for: rules.format) else { return skip(rule, rules, "the time is not known here") }
        guard let newest = column.newest else { return skip(rule, rules, "\(rules.name) has no value") }
        let (age, overflow) = now.subtractingReportingOverflow(newest)
        guard overflow || age > limit else { return }
        let shown = overflow ? Int64.max : age
        report(
            rule, rule == .lag ? rules : nil, observed: .text(MomentText.span(shown)),
            allowed: .text(MomentText.span(limit)),
            "the newest \(rules.name), \(MomentText.text(newest, as: column.found)), is \(MomentText.span(shown)) old, "
                + "and may be \(MomentText.span(limit))",
            fix: fix(Self.roundedUp(shown)))
    }

    private mutating func checkFuture(_ rules: ColumnRules, _ column: ColumnFacts) {
        guard let limit = rules.maximumFuture else { return }
        guard let now = context.now(for: rules.format) else {
            return skip(.future, rules, "the time is not known here")
        }
        guard column.future.count > 0, let newest = column.newest else { return }
        let (ahead, overflow) = newest.subtractingReportingOverflow(now)
        report(
            .future, rules, observed: .text(overflow ? "far ahead" : MomentText.span(ahead)),
            allowed: .text(MomentText.span(limit)), tally: column.future, of: column.values,
            "\(column.future.count) values of \(rules.name) are in the future",
            fix: overflow ? nil : .column(rules.name, .future(Self.roundedUp(ahead))))
    }

    /// Whole hours, or minutes below one.
    private static func roundedUp(_ span: Int64) -> Int64 {
        let unit: Int64 = span > 3_600_000_000 ? 3_600_000_000 : 60_000_000
        let (sum, overflow) = span.addingReportingOverflow(unit - 1)
        return overflow ? span : sum / unit * unit
    }
}
