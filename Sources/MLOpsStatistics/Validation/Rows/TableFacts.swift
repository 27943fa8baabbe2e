/// What was seen of a file or window, as far as a schema's rules ask for it.
package struct TableFacts: Sendable {
    package internal(set) var rows = 0
    /// In the order of the file.
    package var columns: [ColumnFacts]
    /// Rows with too few or too many fields, or that are no rows; the reader of the file knows them.
    package var malformed = Tally()
    /// nil: the schema has no key, or the file lacks a column of it.
    package internal(set) var key: KeySample?
    /// nil: the schema does not ask.
    package internal(set) var rowKeys: KeySample?
    /// One for each of the schema's comparisons.
    package internal(set) var comparisons: [ComparisonFacts]
    /// The correlation of each column with the label, of numbers and texts of two values; nil: cannot be told.
    package internal(set) var correlations: [Double?]
}

/// How often a comparison of two columns held.
package struct ComparisonFacts: Hashable, Sendable {
    /// Rows where both columns have a value.
    package var rows = 0
    package var broken = Tally()
    /// Why it was not looked at; nil: it was.
    package var obstacle: String?
}
