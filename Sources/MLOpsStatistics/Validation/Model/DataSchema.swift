/// What a dataset is expected to be: the content of a schema file.
package struct DataSchema: Hashable, Sendable, Codable {
    /// Counts up with each change that a person accepts; at least 1.
    package var version: Int
    package var acceptedBy: String?
    /// In microseconds since 1970-01-01 UTC.
    package var acceptedAt: Int64?
    package var dataset: DatasetRules
    /// The rates of columns that name none of their own; columns carry them too.
    package var defaults: RateDefaults
    /// In the order of the file.
    package var columns: [ColumnRules]
    package var environments: [SchemaEnvironment]

    package init(
        version: Int = 1, acceptedBy: String? = nil, acceptedAt: Int64? = nil, dataset: DatasetRules = DatasetRules(),
        defaults: RateDefaults = RateDefaults(), columns: [ColumnRules] = [], environments: [SchemaEnvironment] = []
    ) {
        self.version = version
        self.acceptedBy = acceptedBy
        self.acceptedAt = acceptedAt
        self.dataset = dataset
        self.defaults = defaults
        self.columns = columns
        self.environments = environments
    }

    package func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

    package func environment(_ name: String) -> SchemaEnvironment? { environments.first { $0.name == name } }

    /// Whether a column must be there, may be, or must not be.
    package func presence(of column: ColumnRules, in environment: SchemaEnvironment?) -> ColumnPresence {
        if let environment {
            if environment.forbidden.contains(column.name) { return .forbidden }
            if environment.required.contains(column.name) { return .required }
        }
        // What some environment names is a matter of environments, and nothing is said of this one.
        let isConditional = environments.contains {
            $0.required.contains(column.name) || $0.forbidden.contains(column.name)
        }
        return column.isRequired && !(isConditional && environment == nil) ? .required : .optional
    }

    package func severity(of rule: ValidationRule, column: ColumnRules? = nil) -> Severity {
        column?.severities[rule] ?? dataset.severities[rule] ?? rule.defaultSeverity
    }
}

/// Whether a column must be there.
package enum ColumnPresence: Hashable, Sendable { case required, optional, forbidden }
