/// Appends numbers and strings in the compact form that ``ByteReader`` reads.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(byte: UInt8) { bytes.append(byte) }

    /// Seven bits a byte, the lowest first; requires a number ≥ 0.
    package mutating func write(_ number: Int) {
        var rest = UInt64(max(0, number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func write(word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    package mutating func write(_ number: Double) { write(word: number.bitPattern) }

    /// The length, then the bytes.
    package mutating func write(string: some Collection<UInt8>) {
        write(string.count)
        bytes.append(contentsOf: string)
    }
}
