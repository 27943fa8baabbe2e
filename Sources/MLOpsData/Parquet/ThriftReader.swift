/// Reads Thrift's compact protocol, in which Parquet writes its footer and page headers.
///
/// Nothing in it is trusted: sizes are held against the bytes that are there before anything is made of them.
struct ThriftReader {
    enum Kind: UInt8 {
        case stop = 0, yes, no, byte, short, int, long, double, binary, list, set, map, structure
    }

    private let bytes: UnsafeRawBufferPointer
    private(set) var index = 0
    private var depth = 0
    private static let maximumDepth = 32

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether reading failed because the bytes ended, so that more of them may help.
    static func isTruncated(_ error: DataError) -> Bool { error.cause == .truncated }

    /// Hands over each field's number and kind; the body has to read or skip its value.
    mutating func readStruct(
        _ body: (inout ThriftReader, Int, Kind) throws(DataError) -> Void
    ) throws(DataError) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw DataError(.limit(.depth, Int64(Self.maximumDepth))) }
        var field = 0
        while true {
            let header = try readByte()
            guard header & 0x0F != 0 else { return }
            guard let kind = Kind(rawValue: header & 0x0F) else { throw Self.broken("field kind \(header & 0x0F)") }
            field = header >> 4 == 0 ? Int(truncatingIfNeeded: try readInteger()) : field &+ Int(header >> 4)
            try body(&self, field, kind)
        }
    }

    /// Hands over each element's kind; the body has to read or skip it.
    mutating func readList(
        _ kind: Kind, _ body: (inout ThriftReader, Kind) throws(DataError) -> Void
    ) throws(DataError) {
        guard kind == .list || kind == .set else { throw Self.broken("a list is expected") }
        let header = try readByte()
        let count = header >> 4 == 15 ? try readVarint() : UInt64(header >> 4)
        guard let element = Kind(rawValue: header & 0x0F), element != .stop else { throw Self.broken("a list's kind") }
        // Every element has a byte at least.
        guard count <= UInt64(bytes.count - index) else { throw DataError(.truncated) }
        for _ in 0..<count { try body(&self, element) }
    }

    mutating func readInteger(_ kind: Kind) throws(DataError) -> Int64 {
        switch kind {
        case .byte: Int64(Int8(bitPattern: try readByte()))
        case .short, .int, .long: try readInteger()
        default: throw Self.broken("an integer is expected")
        }
    }

    mutating func readInt(_ kind: Kind) throws(DataError) -> Int {
        Int(truncatingIfNeeded: try readInteger(kind))
    }

    func readBoolean(_ kind: Kind) throws(DataError) -> Bool {
        guard kind == .yes || kind == .no else { throw Self.broken("yes or no is expected") }
        return kind == .yes
    }

    mutating func readString(_ kind: Kind) throws(DataError) -> String {
        guard kind == .binary else { throw Self.broken("a string is expected") }
        let count = try readVarint()
        guard count <= UInt64(bytes.count - index) else { throw DataError(.truncated) }
        defer { index += Int(count) }
        return String(decoding: bytes[index..<index + Int(count)], as: UTF8.self)
    }

    mutating func skip(_ kind: Kind) throws(DataError) {
        switch kind {
        case .stop, .yes, .no: break
        case .byte: _ = try readByte()
        case .short, .int, .long: _ = try readVarint()
        case .double: try skip(8)
        case .binary: try skip(try readVarint())
        case .list, .set: try readList(kind) { reader, element throws(DataError) in try reader.skipElement(element) }
        case .map: try skipMap()
        case .structure: try readStruct { reader, _, kind throws(DataError) in try reader.skip(kind) }
        }
    }

    /// In lists booleans have a byte each.
    private mutating func skipElement(_ kind: Kind) throws(DataError) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw DataError(.limit(.depth, Int64(Self.maximumDepth))) }
        if kind == .yes || kind == .no { _ = try readByte() } else { try skip(kind) }
    }

    private mutating func skipMap() throws(DataError) {
        let count = try readVarint()
        guard count > 0 else { return }
        guard count <= UInt64(bytes.count - index) else { throw DataError(.truncated) }
        let kinds = try readByte()
        guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 0x0F) else {
            throw Self.broken("a map's kinds")
        }
        for _ in 0..<count {
            try skipElement(key)
            try skipElement(value)
        }
    }

    private mutating func skip(_ count: UInt64) throws(DataError) {
        guard count <= UInt64(bytes.count - index) else { throw DataError(.truncated) }
        index += Int(count)
    }

    private mutating func readByte() throws(DataError) -> UInt8 {
        guard index < bytes.count else { throw DataError(.truncated) }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func readVarint() throws(DataError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try readByte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Self.broken("an integer has more than ten bytes")
    }

    private mutating func readInteger() throws(DataError) -> Int64 {
        let value = try readVarint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    private static func broken(_ words: String) -> DataError {
        DataError(.malformed("its Thrift structures are broken: \(words)"))
    }
}
