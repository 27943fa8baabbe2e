/// One node of a Parquet file's schema, which is a tree written in preorder.
struct ParquetSchemaElement {
    enum Physical: Int {
        case boolean = 0, int32, int64, int96, float, double, byteArray, fixedByteArray
    }

    enum Repetition: Int {
        case required = 0, optional, repeated
    }

    enum Unit: Int {
        case milliseconds = 1, microseconds, nanoseconds
    }

    enum Logical: Equatable {
        case string, map, list, decimal, date, uuid, float16, interval
        case time(Unit)
        case timestamp(Unit, isUTC: Bool)
        case integer(bits: Int, isSigned: Bool)
        /// Every cell is null.
        case unknown
        /// BSON and what was added to the format later.
        case other
    }

    var name = ""
    var physical: Physical?
    var typeLength = 0
    var repetition = Repetition.required
    var childCount = 0
    var logical: Logical?
    var scale = 0
    var precision = 0

    init(_ reader: inout ThriftReader) throws(DataError) {
        var converted: Int?
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1: physical = try Self.known(Physical(rawValue: try reader.readInt(kind)), "physical type")
            case 2: typeLength = try reader.readInt(kind)
            case 3: repetition = try Self.known(Repetition(rawValue: try reader.readInt(kind)), "repetition")
            case 4: name = try reader.readString(kind)
            case 5: childCount = try reader.readInt(kind)
            case 6: converted = try reader.readInt(kind)
            case 7: scale = try reader.readInt(kind)
            case 8: precision = try reader.readInt(kind)
            case 10: try readLogical(&reader, kind)
            default: try reader.skip(kind)
            }
        }
        if logical == nil { logical = converted.flatMap(Self.logical) }
    }

    private static func known<Value>(_ value: Value?, _ what: String) throws(DataError) -> Value {
        guard let value else { throw DataError(.malformed("its schema has an unknown \(what)")) }
        return value
    }

    private mutating func readLogical(_ reader: inout ThriftReader, _ kind: ThriftReader.Kind) throws(DataError) {
        guard kind == .structure else { return try reader.skip(kind) }
        try reader.readStruct { reader, field, kind throws(DataError) in
            guard kind == .structure else { return try reader.skip(kind) }
            switch field {
            case 1, 4, 12: logical = .string
            case 2: logical = .map
            case 3: logical = .list
            case 5: logical = .decimal
            case 6: logical = .date
            case 7, 8: return try readMoment(&reader, isTimestamp: field == 8)
            case 10: return try readInteger(&reader)
            case 11: logical = .unknown
            case 14: logical = .uuid
            case 15: logical = .float16
            default: logical = .other
            }
            if field == 5 { try readDecimal(&reader) } else { try reader.skip(kind) }
        }
    }

    private mutating func readDecimal(_ reader: inout ThriftReader) throws(DataError) {
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1: scale = try reader.readInt(kind)
            case 2: precision = try reader.readInt(kind)
            default: try reader.skip(kind)
            }
        }
    }

    private mutating func readMoment(_ reader: inout ThriftReader, isTimestamp: Bool) throws(DataError) {
        var (isUTC, unit) = (false, Unit.milliseconds)
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1: isUTC = try reader.readBoolean(kind)
            case 2:
                try reader.readStruct { reader, field, kind throws(DataError) in
                    unit = try Self.known(Unit(rawValue: field), "unit of time")
                    try reader.skip(kind)
                }
            default: try reader.skip(kind)
            }
        }
        logical = isTimestamp ? .timestamp(unit, isUTC: isUTC) : .time(unit)
    }

    private mutating func readInteger(_ reader: inout ThriftReader) throws(DataError) {
        var (bits, isSigned) = (64, true)
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1: bits = try reader.readInt(kind)
            case 2: isSigned = try reader.readBoolean(kind)
            default: try reader.skip(kind)
            }
        }
        logical = .integer(bits: bits, isSigned: isSigned)
    }

    /// What older files say in place of a logical type.
    private static func logical(converted: Int) -> Logical? {
        switch converted {
        case 0, 4, 19: .string
        case 1, 2: .map
        case 3: .list
        case 5: .decimal
        case 6: .date
        case 7: .time(.milliseconds)
        case 8: .time(.microseconds)
        case 9: .timestamp(.milliseconds, isUTC: true)
        case 10: .timestamp(.microseconds, isUTC: true)
        case 11...14: .integer(bits: 8 << (converted - 11), isSigned: false)
        case 15...18: .integer(bits: 8 << (converted - 15), isSigned: true)
        case 21: .interval
        default: .other
        }
    }
}
