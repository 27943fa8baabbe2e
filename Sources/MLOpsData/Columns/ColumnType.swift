/// What the cells of a column are.
package enum ColumnType: Hashable, Sendable {
    case boolean
    /// 64 bits, signed.
    case integer
    case double
    /// A number times 10 to the power of -`scale`; `precision` digits at most.
    case decimal(precision: Int, scale: Int)
    case string
    /// Text or not: Parquet's byte arrays that no logical type explains.
    case bytes
    /// Microseconds since 1970-01-01 UTC; without a zone, of the clock on the wall, as if that were UTC.
    case timestamp(zoned: Bool)
    /// A day, as microseconds since 1970-01-01.
    case date
    /// Of the day, in microseconds since midnight.
    case time
}

extension ColumnType {
    /// Whether `Column.doubles` is filled.
    package var hasDoubles: Bool {
        switch self {
        case .integer, .double, .decimal: true
        case .boolean, .string, .bytes, .timestamp, .date, .time: false
        }
    }

    /// Whether `Column.integers` is filled.
    package var hasIntegers: Bool {
        switch self {
        case .boolean, .integer, .timestamp, .date, .time: true
        case .decimal(let precision, _): precision <= 18
        case .double, .string, .bytes: false
        }
    }

    /// Whether `Column.text` is filled.
    package var hasText: Bool { self == .string || self == .bytes }
}

extension ColumnType: CustomStringConvertible {
    package var description: String {
        switch self {
        case .boolean: "boolean"
        case .integer: "integer"
        case .double: "double"
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp(let zoned): zoned ? "timestamp with zone" : "timestamp"
        case .date: "date"
        case .time: "time"
        }
    }
}
