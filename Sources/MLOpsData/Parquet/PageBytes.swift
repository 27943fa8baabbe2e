/// An unpacked page, and how far it is read.
struct PageBytes {
    private let bytes: [UInt8]
    private(set) var index: Int

    init(_ bytes: [UInt8], from index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    static let broken = DataError(.malformed("a page is shorter than its values"))

    var remaining: Int { bytes.count - index }

    /// Hands over the next bytes, all of them there.
    mutating func take<Result>(
        _ count: Int, _ body: (UnsafeRawBufferPointer) throws(DataError) -> Result
    ) throws(DataError) -> Result {
        guard count >= 0, count <= remaining else { throw Self.broken }
        let range = index..<index + count
        index += count
        return try bytes.reading { all throws(DataError) in try body(UnsafeRawBufferPointer(rebasing: all[range])) }
    }

    /// Hands over bytes at a place of the whole page, without moving on.
    func peek<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) throws(DataError) -> Result {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw Self.broken }
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    mutating func takeByte() throws(DataError) -> UInt8 {
        guard remaining > 0 else { throw Self.broken }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func takeUInt32() throws(DataError) -> UInt32 {
        try take(4) { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    mutating func takeVarint() throws(DataError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try takeByte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw DataError(.malformed("a number in a page has more than ten bytes"))
    }

    mutating func takeZigZag() throws(DataError) -> Int64 {
        let value = try takeVarint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The next bytes as a page of their own.
    mutating func split(_ count: Int) throws(DataError) -> PageBytes {
        guard count >= 0, count <= remaining else { throw Self.broken }
        defer { index += count }
        return PageBytes(Array(bytes[index..<index + count]))
    }
}
