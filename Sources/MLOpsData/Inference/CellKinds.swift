/// Kinds that cells have, a bit for each.
struct CellKinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let boolean = CellKinds(.boolean), integer = CellKinds(.integer), pointNumber = CellKinds(.pointNumber)
    static let double = CellKinds(.double), nan = CellKinds(.nan), commaNumber = CellKinds(.commaNumber)
    static let date = CellKinds(.date), list = CellKinds(.list), string = CellKinds(.string)
    static let localTimestamp = CellKinds(.timestamp(zoned: false))
    static let zonedTimestamp = CellKinds(.timestamp(zoned: true))
    /// With whichever separator.
    static let dayOrMonthFirst = CellKinds(rawValue: 0b111 << 17)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ kind: CellKind) {
        let bit: UInt32 =
            switch kind {
            case .boolean: 0
            case .integer: 1
            case .pointNumber: 2
            case .double: 3
            case .nan: 4
            case .commaNumber: 5
            case .date: 6
            case .timestamp(zoned: false): 7
            case .timestamp(zoned: true): 8
            case .list: 9
            case .string: 10
            case .dayFirst(let separator): 11 + Self.place(separator)
            case .monthFirst(let separator): 14 + Self.place(separator)
            case .dayOrMonthFirst(let separator): 17 + Self.place(separator)
            }
        rawValue = 1 << bit
    }

    private static func place(_ separator: UInt8) -> UInt32 {
        switch separator {
        case UInt8(ascii: "/"): 0
        case UInt8(ascii: "."): 1
        default: 2
        }
    }
}
