/// Rates that columns have unless they name their own.
package struct RateDefaults: Hashable, Sendable, Codable {
    package var nullable = 0.0
    package var maximumInvalid = 0.0
    package var maximumNaN = 0.0
    package var maximumInfinite = 0.0

    package init() {}

    /// The rules of a column that says nothing but its type.
    package func column(named name: String, type: SchemaType) -> ColumnRules {
        var rules = ColumnRules(name: name, type: type)
        rules.nullable = nullable
        rules.maximumInvalid = maximumInvalid
        rules.maximumNaN = maximumNaN
        rules.maximumInfinite = maximumInfinite
        return rules
    }
}
