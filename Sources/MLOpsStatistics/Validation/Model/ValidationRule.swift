/// What is checked; the raw value is its name in schema files and reports.
package enum ValidationRule: String, Hashable, Sendable, Codable, CaseIterable {
    case missing, forbidden, new, order, type
    case invalid, null, nan, infinite
    case range, softRange = "soft_range", unseen, length, pattern
    case unique, constant, unit
    case lag, future, monotone
    case rows, malformed, staleness, key, duplicateRows = "duplicate_rows", comparison, leakage, volume

    /// Whether it is a rule about one column, which a column's `severity` may set.
    package var isOfColumn: Bool {
        switch self {
        case .missing, .forbidden, .type, .invalid, .null, .nan, .infinite, .range, .softRange, .unseen, .length,
            .pattern, .unique, .constant, .unit, .lag, .future, .monotone, .leakage:
            true
        case .new, .order, .rows, .malformed, .staleness, .key, .duplicateRows, .comparison, .volume: false
        }
    }

    /// The severity when neither the schema nor the rule itself says another.
    package var defaultSeverity: Severity {
        switch self {
        case .missing, .forbidden, .type, .invalid, .null, .nan, .infinite, .range, .length, .pattern, .unique, .unit,
            .rows, .malformed, .key, .comparison, .leakage:
            .block
        case .new, .order, .softRange, .unseen, .constant, .lag, .future, .monotone, .staleness, .duplicateRows,
            .volume:
            .warn
        }
    }
}
