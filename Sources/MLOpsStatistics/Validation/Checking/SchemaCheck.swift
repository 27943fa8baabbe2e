/// Holds what was seen of a file against a schema.
///
/// Rules that allow a rate are broken when the exact one-sided lower bound of Clopper and Pearson (1934) for the rate is
/// above what is allowed; its error is the schema's `false_alarms` divided among all such rules. Rules that allow
/// nothing are broken by the first row.
package struct SchemaCheck {
    let schema: DataSchema
    let facts: TableFacts
    let context: ValidationContext
    let environment: SchemaEnvironment?
    /// The error of a single rule.
    let error: Double
    private(set) var findings: [Finding] = []
    private(set) var unchecked: [ValidationReport.Unchecked] = []

    /// A violation with the change that would accept it.
    package struct Finding: Hashable, Sendable {
        package var violation: Violation
        package var fix: SchemaFix?
    }

    /// - Parameter facts: gathered with this very schema.
    package init(schema: DataSchema, facts: TableFacts, context: ValidationContext = ValidationContext()) {
        self.schema = schema
        self.facts = facts
        self.context = context
        environment = context.environment.flatMap(schema.environment)
        error = schema.errorPerRule
        checkPresence()
        for rules in schema.columns {
            guard let index = facts.columns.firstIndex(where: { $0.name == rules.name }) else { continue }
            guard schema.presence(of: rules, in: environment) != .forbidden else { continue }
            check(rules, facts.columns[index], correlation: facts.correlations[index])
        }
        checkDataset()
    }

    package var report: ValidationReport {
        ValidationReport(
            schemaVersion: schema.version, environment: context.environment, rows: facts.rows,
            violations: findings.map(\.violation), unchecked: unchecked)
    }

    mutating func report(
        _ rule: ValidationRule, _ column: ColumnRules? = nil, severity: Severity? = nil,
        observed: ReportedValue? = nil, allowed: ReportedValue? = nil, tally: Tally? = nil, of rows: Int? = nil,
        _ explanation: String, fix: SchemaFix? = nil
    ) {
        var examples = tally?.examples ?? []
        if column?.isPersonal == true { examples = examples.map { Self.hidden($0) } }
        let repair = fix.map { "; if that is right: \($0.text)" } ?? ""
        let violation = Violation(
            column: column?.name, rule: rule, severity: severity ?? schema.severity(of: rule, column: column),
            observed: observed, allowed: allowed, count: tally?.count, rows: rows, examples: examples,
            explanation: explanation + repair, proposal: fix?.text)
        findings.append(Finding(violation: violation, fix: fix))
    }

    mutating func skip(_ rule: ValidationRule, _ column: ColumnRules? = nil, _ reason: String) {
        unchecked.append(ValidationReport.Unchecked(column: column?.name, rule: rule, reason: reason))
    }

    /// Whether more than the allowed rate of rows are hit, chance aside.
    func exceeds(_ tally: Tally, of rows: Int, _ allowed: Double) -> Bool {
        guard tally.count > 0, rows > 0, allowed < 1 else { return false }
        let proportion = Proportion(events: min(tally.count, rows), trials: rows)
        return allowed == 0 || proportion.lowerBound(error: error) > allowed
    }

    /// A rate that data like this one keeps, rounded up.
    func bound(_ tally: Tally, of rows: Int) -> Double {
        let proportion = Proportion(events: min(tally.count, rows), trials: max(1, rows))
        return min(1, NumberText.roundedUp(proportion.upperBound(error: error)))
    }

    private static func hidden(_ example: RowExample) -> RowExample {
        guard var value = example.value else { return example }
        let hash = value.withUTF8 { ByteHash.of($0) }
        return RowExample(row: example.row, value: "hash:" + String(hash, radix: 16))
    }
}

extension DataSchema {
    /// The error of one rule that counts rows, so that all of them together keep `false_alarms`.
    package var errorPerRule: Double {
        let ofColumns = columns.reduce(0) { $0 + $1.statisticalRules }
        let ofRows = dataset.comparisons.count + (dataset.maximumDuplicateRows == nil ? 0 : 1) + 1
        return min(0.5, max(1e-12, dataset.falseAlarms / Double(ofColumns + ofRows)))
    }
}

extension ColumnRules {
    /// How many rules of the column allow a rate or estimate something.
    fileprivate var statisticalRules: Int {
        let rates = [nullable, maximumInvalid, maximumNaN, maximumInfinite].count { $0 > 0 && $0 < 1 }
        return rates + (softRange == nil ? 0 : 1) + (domain == nil || maximumUnseen == 0 ? 0 : 1)
            + (varies ? 1 : 0) + (median == nil ? 0 : 1)
    }
}
