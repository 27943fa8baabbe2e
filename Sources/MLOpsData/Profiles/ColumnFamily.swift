/// What kinds of columns can be compared with one another.
package enum ColumnFamily: String, Hashable, Sendable {
    case number, moment, time, boolean, text

    package init(_ type: ColumnType) {
        switch type {
        case .integer, .double, .decimal: self = .number
        case .timestamp, .date: self = .moment
        case .time: self = .time
        case .boolean: self = .boolean
        case .string, .bytes: self = .text
        }
    }

    /// Whether values lie on a line, and cells are intervals; else they are categories.
    package var isOrdered: Bool { self == .number || self == .moment || self == .time }
}

extension ColumnType {
    /// The narrowest type of one family that holds both.
    func joined(with other: ColumnType) -> ColumnType {
        if self == other { return self }
        switch ColumnFamily(self) {
        case .number: return .double
        case .moment: return .timestamp(zoned: false)
        case .text: return .string
        case .time, .boolean: return self
        }
    }
}
