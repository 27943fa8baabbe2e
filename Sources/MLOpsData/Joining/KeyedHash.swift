/// SipHash-2-4 with 128 bits of result (Aumasson and Bernstein, 2012): without the secret nobody finds two texts with
/// one hash.
package struct KeyedHash: Sendable {
    private let high: UInt64
    private let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Returns: The first eight bytes of the hash and the last eight, each as a little-endian number.
    package func hash(_ text: UnsafeRawBufferPointer) -> (first: UInt64, last: UInt64) {
        var state = State(low: low, high: high)
        var index = 0
        while index + 8 <= text.count {
            state.absorb(UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var last = UInt64(truncatingIfNeeded: text.count) << 56
        var shift: UInt64 = 0
        while index < text.count {
            last |= UInt64(text[index]) << shift
            shift += 8
            index += 1
        }
        state.absorb(last)
        return state.finish()
    }

    private struct State {
        private var v0: UInt64
        private var v1: UInt64
        private var v2: UInt64
        private var v3: UInt64

        init(low: UInt64, high: UInt64) {
            v0 = 0x736f_6d65_7073_6575 ^ low
            v1 = 0x646f_7261_6e64_6f6d ^ high ^ 0xee
            v2 = 0x6c79_6765_6e65_7261 ^ low
            v3 = 0x7465_6462_7974_6573 ^ high
        }

        @inline(__always)
        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        mutating func finish() -> (first: UInt64, last: UInt64) {
            v2 ^= 0xee
            for _ in 0..<4 { round() }
            let first = v0 ^ v1 ^ v2 ^ v3
            v1 ^= 0xdd
            for _ in 0..<4 { round() }
            return (first, v0 ^ v1 ^ v2 ^ v3)
        }

        @inline(__always)
        private mutating func round() {
            v0 = v0 &+ v1
            v1 = Self.rotate(v1, 13) ^ v0
            v0 = Self.rotate(v0, 32)
            v2 = v2 &+ v3
            v3 = Self.rotate(v3, 16) ^ v2
            v0 = v0 &+ v3
            v3 = Self.rotate(v3, 21) ^ v0
            v2 = v2 &+ v1
            v1 = Self.rotate(v1, 17) ^ v2
            v2 = Self.rotate(v2, 32)
        }

        @inline(__always)
        private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
    }
}
