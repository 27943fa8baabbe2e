/// One column's name, its type, and how its cells are written.
package struct ColumnSchema: Hashable, Sendable {
    package var name: String
    package var type: ColumnType
    /// Of text formats: numbers have a comma where others have a point.
    package var hasDecimalComma: Bool
    /// Of text formats, for timestamps, dates and times.
    package var timestampFormat: TimestampFormat

    package init(
        name: String, type: ColumnType, hasDecimalComma: Bool = false, timestampFormat: TimestampFormat = .iso
    ) {
        self.name = name
        self.type = type
        self.hasDecimalComma = hasDecimalComma
        self.timestampFormat = timestampFormat
    }
}
