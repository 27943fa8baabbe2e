package import MLOpsStatistics

extension SchemaType {
    /// What cells of a column's type are to a schema.
    package init(_ type: ColumnType) {
        self =
            switch type {
            case .boolean: .bool
            case .integer: .int
            case .double, .decimal: .float
            case .string, .bytes: .string
            case .timestamp: .timestamp
            case .date: .date
            case .time: .time
            }
    }
}

extension ColumnSchema {
    /// How a text's cells are to be read by a column's rules.
    init(_ rules: ColumnRules) {
        var format = TimestampFormat.iso
        var isZoned = false
        switch rules.format {
        case .rfc3339: isZoned = true
        case .epoch(let unit): (format, isZoned) = (.epoch(microsecondsPerUnit: unit), true)
        case .pattern(let text):
            // Of the letters that the schema's reader lets through.
            if let pattern = TimestampPattern(text) { (format, isZoned) = (.pattern(pattern), pattern.hasZone) }
        case .iso, nil: break
        }
        let type: ColumnType =
            switch rules.type {
            case .bool: .boolean
            case .int: .integer
            case .float: .double
            case .category, .string: .string
            case .timestamp: .timestamp(zoned: isZoned)
            case .date: .date
            case .time: .time
            }
        self.init(name: rules.name, type: type, hasDecimalComma: rules.hasDecimalComma, timestampFormat: format)
    }
}

extension EvidenceColumn {
    init(_ column: ColumnSchema) {
        let type = SchemaType(column.type)
        self.init(
            name: column.name, type: type, format: type.isMoment ? Self.format(column) : nil,
            hasDecimalComma: column.hasDecimalComma)
    }

    private static func format(_ column: ColumnSchema) -> MomentFormat? {
        switch column.timestampFormat {
        case .iso: column.type == .timestamp(zoned: true) ? .rfc3339 : nil
        case .pattern(let pattern): MomentFormat(pattern.text)
        case .epoch(let unit): .epoch(microsecondsPerUnit: unit)
        }
    }
}
