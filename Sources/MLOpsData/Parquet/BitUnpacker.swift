/// Reads numbers of so many bits each, the lowest bit of the first byte first.
enum BitUnpacker {
    /// - Parameters:
    ///   - bit: Where the number begins.
    ///   - width: 0 to 64.
    @inline(__always)
    static func value(_ bytes: UnsafeRawBufferPointer, bit: Int, width: Int) -> UInt64 {
        let byte = bit >> 3, shift = UInt64(truncatingIfNeeded: bit & 7)
        let mask = width == 64 ? UInt64.max : (1 &<< UInt64(truncatingIfNeeded: width)) &- 1
        if byte &+ 9 <= bytes.count {
            var word = bytes.loadUnaligned(fromByteOffset: byte, as: UInt64.self) &>> shift
            if Int(shift) &+ width > 64 { word |= UInt64(bytes[byte &+ 8]) &<< (64 &- shift) }
            return word & mask
        }
        var (low, high): (UInt64, UInt64) = (0, 0)
        for offset in 0..<min(9, max(0, bytes.count - byte)) {
            let value = UInt64(bytes[byte + offset])
            if offset < 8 { low |= value << UInt64(offset * 8) } else { high = value }
        }
        return ((low &>> shift) | (shift == 0 ? 0 : high &<< (64 &- shift))) & mask
    }
}
