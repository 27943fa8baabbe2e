/// What the caller knows of how a CSV file is written.
package struct CSVOptions: Hashable, Sendable {
    /// nil: found among comma, semicolon, tab and bar.
    package var delimiter: UInt8?
    /// Without one the columns are called `column_1` and so on.
    package var hasHeader: Bool
    package var nullTokens: NullTokens

    package init(delimiter: UInt8? = nil, hasHeader: Bool = true, nullTokens: NullTokens = .standard) {
        self.delimiter = delimiter
        self.hasHeader = hasHeader
        self.nullTokens = nullTokens
    }
}
