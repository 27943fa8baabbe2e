extension ExactSum {
    /// Writes sign, lowest limb that is not 0, and the bytes from there to the highest; equal sums, equal bytes.
    func encode(into writer: inout ByteWriter) {
        let (isNegative, magnitude) = signAndMagnitude
        guard let first = magnitude.firstIndex(where: { $0 != 0 }), let last = magnitude.lastIndex(where: { $0 != 0 })
        else { return writer.write(0) }
        var bytes: [UInt8] = []
        for limb in magnitude[first...last] {
            for shift in stride(from: Int64(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: limb >> shift))
            }
        }
        while bytes.last == 0 { bytes.removeLast() }
        writer.write(2 * bytes.count + (isNegative ? 1 : 0))
        writer.write(first)
        for byte in bytes { writer.write(byte: byte) }
    }

    /// Adds an encoded sum.
    mutating func merge(encoded reader: inout ByteReader) throws(MalformedProfile) {
        let header = try reader.number(upTo: 8 * Self.limbCount(term))
        guard header > 0 else { return }
        let first = try reader.number(upTo: Self.limbCount(term))
        let count = header / 2
        guard count > 0, first + (count + 3) / 4 < Self.limbCount(term) else {
            throw reader.malformed("a sum in range")
        }
        let sign: Int64 = header % 2 == 1 ? -1 : 1
        for start in stride(from: 0, to: count, by: 4) {
            let units = try reader.number(bytes: min(4, count - start))
            addUnits(sign * units, limb: first + start / 4)
        }
    }
}
