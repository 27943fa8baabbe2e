/// Proposes a schema that data of the same distribution keeps.
///
/// Nothing is taken as it was seen: a rate is bounded by the exact one-sided upper bound of Clopper and Pearson (1934), a
/// domain by what Good and Turing (1953) say of values not seen yet, a range by how much lies beyond order statistics
/// (Wilks, 1941). All bounds of one schema together are wrong with a probability of at most ``Self/error``.
package struct SchemaInference {
    /// How likely any bound of the schema is too tight.
    package static let error = 0.001
    /// Fewer rows say nothing of what never happens.
    static let minimumRows = 1000

    let evidence: SchemaEvidence
    /// The error of a single bound.
    let errorPerBound: Double
    private let rowCounts: [Int]

    /// - Parameter rowCounts: the rows of each of the files or windows that the evidence is of.
    package init(_ evidence: SchemaEvidence, rowCounts: [Int] = []) {
        self.evidence = evidence
        self.rowCounts = rowCounts
        errorPerBound = Self.error / Double(6 * max(1, evidence.columns.count) + 2)
    }

    package var schema: DataSchema {
        var schema = DataSchema()
        schema.defaults.nullable = bound(0, of: evidence.rows)
        schema.defaults.maximumInvalid = schema.defaults.nullable
        schema.defaults.maximumNaN = schema.defaults.nullable
        schema.defaults.maximumInfinite = schema.defaults.nullable
        schema.dataset.maximumMalformed = schema.defaults.nullable
        schema.columns = evidence.columns.map(rules)
        inferRows(&schema.dataset)
        return schema
    }

    /// Returns the rules of one column; nil: there is none of that name.
    package func rules(of name: String) -> ColumnRules? {
        evidence.columns.first { $0.column.name == name }.map(rules)
    }

    private func rules(_ column: ColumnEvidence) -> ColumnRules {
        var rules = ColumnRules(name: column.column.name, type: column.column.type)
        rules.format = column.column.type.isMoment ? column.column.format : nil
        rules.hasDecimalComma = column.column.hasDecimalComma
        // Not all files have it.
        rules.isRequired = column.rows == evidence.rows
        rules.nullable = bound(column.nulls, of: column.rows)
        // So that rates that are alike in all columns stand once in the file.
        rules.maximumInvalid = max(bound(0, of: evidence.rows), bound(column.invalid, of: column.rows))
        rules.maximumNaN = bound(column.numbers.special.nans, of: column.rows)
        rules.maximumInfinite = bound(
            column.numbers.special.positiveInfinities + column.numbers.special.negativeInfinities, of: column.rows)
        inferUniqueness(column, &rules)
        switch column.column.type {
        case .int, .float: inferNumbers(column, &rules)
        case .string, .category: inferTexts(column, &rules)
        case .bool: rules.varies = varies(max(column.trues, column.values - column.trues), of: column.values)
        case .timestamp, .date, .time: rules.semantic = .time
        }
        return rules
    }

    func bound(_ events: Int, of trials: Int) -> Double {
        let proportion = Proportion(events: min(events, max(1, trials)), trials: max(1, trials))
        return min(1, NumberText.roundedUp(proportion.upperBound(error: errorPerBound)))
    }

    /// Whether the most frequent value has surely less than nine tenths of the rows.
    func varies(_ most: Int, of values: Int) -> Bool {
        values > 0 && Proportion(events: min(most, values), trials: values).upperBound(error: errorPerBound) <= 0.9
    }

    private func inferRows(_ dataset: inout DatasetRules) {
        if let limits = VolumeLimits(earlier: rowCounts, z: 4) {
            dataset.minimumRows = max(1, Int(limits.range.lowerBound))
            dataset.maximumRows = limits.range.upperBound < 1e15 ? Int(limits.range.upperBound) : nil
        }
        let rows = evidence.rowKeys
        let compared = rows.distinct + rows.duplicates
        // Rows that repeat as a rule repeat the more the more there are, which no rate says.
        guard evidence.rows >= Self.minimumRows, 100 * rows.duplicates <= compared else { return }
        dataset.maximumDuplicateRows = bound(rows.duplicates + 1, of: compared)
    }

    /// Unique by design is what would have repeated by chance, or never could.
    private func inferUniqueness(_ column: ColumnEvidence, _ rules: inout ColumnRules) {
        guard let keys = column.keys, keys.distinct > 0, column.values >= Self.minimumRows else { return }
        let values = Double(column.values)
        guard let places = column.wholes?.places else {
            rules.isUnique = true
            rules.severities[.unique] = .warn
            rules.semantic = .identifier
            return
        }
        // Among so many places chance lets so many pairs meet (the birthday problem).
        let meetings = values * (values - 1) / 2 / places
        guard meetings >= 20 || meetings < 1e-6 else { return }
        rules.isUnique = true
        if meetings < 20 { rules.severities[.unique] = .warn }
        if rules.type == .int { rules.semantic = .identifier }
    }
}
