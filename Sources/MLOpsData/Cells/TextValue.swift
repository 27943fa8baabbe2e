/// One cell's text as a value of its column's type.
enum TextValue {
    /// Writes the value of a cell that is neither null nor in a column of text.
    static func parse(
        _ text: UnsafeRawBufferPointer, as schema: ColumnSchema, point: UInt8, into column: inout Column, at row: Int
    ) -> CellState {
        switch schema.type {
        case .double: return double(text, point, &column, row)
        case .integer: return integer(text, &column, row)
        case .decimal(_, let scale): return decimal(text, point, scale, &column, row)
        case .boolean:
            guard let value = BooleanText.value(text) else { return otherwise(text) }
            column.integers[row] = value ? 1 : 0
        case .timestamp, .date, .time:
            guard let value = moment(text, as: schema) else { return otherwise(text) }
            column.integers[row] = value
        case .string, .bytes: return .invalid
        }
        return .value
    }

    /// NaN where no number is wanted is null.
    private static func otherwise(_ text: UnsafeRawBufferPointer) -> CellState {
        NumberWord.value(text)?.isNaN == true ? .null : .invalid
    }

    private static func double(
        _ text: UnsafeRawBufferPointer, _ point: UInt8, _ column: inout Column, _ row: Int
    ) -> CellState {
        guard let value = NumberText(text, point: point)?.double ?? NumberWord.value(text) else { return .invalid }
        column.doubles[row] = value
        return .value
    }

    private static func integer(_ text: UnsafeRawBufferPointer, _ column: inout Column, _ row: Int) -> CellState {
        guard let value = NumberText(text)?.integer else { return .invalid }
        column.integers[row] = value
        column.doubles[row] = Double(value)
        return .value
    }

    private static func decimal(
        _ text: UnsafeRawBufferPointer, _ point: UInt8, _ scale: Int, _ column: inout Column, _ row: Int
    ) -> CellState {
        guard let number = NumberText(text, point: point) else { return otherwise(text) }
        column.doubles[row] = number.double
        if column.type.hasIntegers {
            guard let unscaled = number.unscaled(scale) else { return .invalid }
            column.integers[row] = unscaled
        }
        return .value
    }

    private static func moment(_ text: UnsafeRawBufferPointer, as schema: ColumnSchema) -> Int64? {
        if case .epoch(let unit) = schema.timestampFormat { return epoch(text, unit) }
        if schema.type == .time { return timeOfDay(text, schema.timestampFormat) }
        let value =
            if case .pattern(let pattern) = schema.timestampFormat { pattern.value(text) } else {
                ISOTimestamp.value(text)
            }
        guard let value else { return nil }
        switch schema.type {
        case .date: return value.hasTime ? nil : value.microseconds
        // Days among moments are their midnights; but what has no zone cannot be among what has.
        case .timestamp(let zoned): return !value.hasTime && !zoned || value.hasZone == zoned ? value.microseconds : nil
        default: return nil
        }
    }

    private static func timeOfDay(_ text: UnsafeRawBufferPointer, _ format: TimestampFormat) -> Int64? {
        guard case .pattern(let pattern) = format else { return ISOTimestamp.time(text) }
        return pattern.hasDay ? nil : pattern.value(text)?.microseconds
    }

    private static func epoch(_ text: UnsafeRawBufferPointer, _ unit: Int64) -> Int64? {
        guard let number = NumberText(text) else { return nil }
        if let whole = number.integer {
            let (value, overflow) = whole.multipliedReportingOverflow(by: unit)
            return overflow ? nil : value
        }
        return Int64(exactly: (number.double * Double(unit)).rounded(.down))
    }
}
