/// Which columns there are, and in what order.
extension SchemaCheck {
    mutating func checkPresence() {
        let unknown = facts.columns.filter { schema.index(of: $0.name) == nil }
        for rules in schema.columns {
            let isThere = facts.columns.contains { $0.name == rules.name }
            switch schema.presence(of: rules, in: environment) {
            case .required where !isThere: reportMissing(rules, among: unknown)
            case .forbidden where isThere: reportForbidden(rules)
            default: break
            }
        }
        for column in unknown { reportNew(column) }
        checkOrder()
    }

    private mutating func reportMissing(_ rules: ColumnRules, among unknown: [ColumnFacts]) {
        if let other = unknown.first(where: { RenameCandidate.fits(rules, $0) }) {
            report(
                .missing, rules, observed: .text("missing"), allowed: .text(rules.type.rawValue),
                "there is no column \(rules.name), and the new column \(other.name) looks like it under another name",
                fix: .rename(rules.name, to: other.name))
        } else {
            report(
                .missing, rules, observed: .text("missing"), allowed: .text(rules.type.rawValue),
                "there is no column \(rules.name)", fix: .column(rules.name, .optional))
        }
    }

    private mutating func reportForbidden(_ rules: ColumnRules) {
        report(
            .forbidden, rules, observed: .text("there"), allowed: .text("forbidden"),
            "the column \(rules.name) must not be there for \(context.environment ?? "")")
    }

    private mutating func reportNew(_ column: ColumnFacts) {
        guard let severity = schema.dataset.newColumns else { return }
        var rules = ColumnRules(name: column.name, type: column.found)
        rules.severities[.new] = severity
        report(
            .new, rules, severity: severity, observed: .text(column.found.rawValue), allowed: nil,
            "the schema does not know the column \(column.name)", fix: .add(column.name))
    }

    private mutating func checkOrder() {
        guard schema.dataset.order == .exact else { return }
        let wanted = schema.columns.map(\.name).filter { name in facts.columns.contains { $0.name == name } }
        let found = facts.columns.map(\.name).filter { schema.index(of: $0) != nil }
        guard let place = wanted.indices.first(where: { wanted[$0] != found[$0] }) else { return }
        report(
            .order, observed: .text(found[place]), allowed: .text(wanted[place]),
            "the column \(found[place]) stands where \(wanted[place]) is expected", fix: .dataset(.freeOrder))
    }
}
