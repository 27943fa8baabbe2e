/// A hash of bytes that is the same in every process and on every machine of one byte order.
///
/// Words of eight bytes are folded in by a full-width multiplication. It resists accident, not an adversary.
package enum ByteHash {
    package static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: bytes.count)
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset &+ 8 <= bytes.count {
            hash = fold(hash, raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        let rest = UnsafeRawBufferPointer(rebasing: raw[offset...])
        return SplitMix64.mix(fold(hash, bigEndian(rest)))
    }

    /// The number that fewer than eight bytes make, the first the most significant.
    @inline(__always)
    private static func bigEndian(_ rest: UnsafeRawBufferPointer) -> UInt64 {
        let count = rest.count
        guard count < 4 else {
            // Two words that overlap, with the same bytes where they do.
            let first = UInt32(bigEndian: rest.loadUnaligned(as: UInt32.self))
            let last = UInt32(bigEndian: rest.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            return UInt64(first) &<< (8 &* UInt64(truncatingIfNeeded: count &- 4)) | UInt64(last)
        }
        var number: UInt64 = 0
        for byte in rest { number = number &<< 8 | UInt64(byte) }
        return number
    }

    @inline(__always)
    private static func fold(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return product.high ^ product.low
    }
}
