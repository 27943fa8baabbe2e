/// Remembers the numbers of short strings that were looked up before, so that a frequent one is neither hashed nor compared
/// byte by byte.
///
/// A string of up to 15 bytes is two words, its length among them; each has one place where it can be remembered.
package struct ShortTextCache: Sendable {
    private var entries = [Entry](repeating: Entry(), count: 1 << Int(Self.placeBits))

    package init() {}

    @inlinable static var maximumBytes: Int { 15 }
    @inlinable static var placeBits: UInt64 { 9 }

    @usableFromInline
    struct Entry {
        @usableFromInline var low: UInt64 = 0
        // Never 0 for a string: its highest byte is the length plus one.
        @usableFromInline var high: UInt64 = 0
        @usableFromInline var number = 0

        @usableFromInline init() {}

        @inlinable init(low: UInt64, high: UInt64, number: Int) {
            (self.low, self.high, self.number) = (low, high, number)
        }
    }

    /// The cache laid open for a loop.
    package mutating func withTable<Result>(_ body: (Table) -> Result) -> Result {
        entries.withUnsafeMutableBufferPointer { body(Table(entries: $0)) }
    }

    package struct Table {
        @usableFromInline let entries: UnsafeMutableBufferPointer<Entry>

        fileprivate init(entries: UnsafeMutableBufferPointer<Entry>) { self.entries = entries }

        /// Returns the number of the string in a buffer that begins at `start`; what is not remembered is looked up.
        ///
        /// One string must always have one number.
        @inlinable @inline(__always)
        package func number(
            of bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int,
            lookUp: (UnsafeBufferPointer<UInt8>) -> Int
        ) -> Int {
            let count = end &- start
            guard count <= ShortTextCache.maximumBytes, start &+ 16 <= bytes.count, let base = bytes.baseAddress else {
                return lookUp(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            }
            let words = UnsafeRawPointer(base + start).loadUnaligned(as: SIMD2<UInt64>.self)
            let bits = UInt64(truncatingIfNeeded: count) &* 8
            let low = words[0] & (count >= 8 ? .max : (1 &<< bits) &- 1)
            let rest = words[1] & (count > 8 ? (1 &<< (bits &- 64)) &- 1 : 0)
            let high = rest | (UInt64(truncatingIfNeeded: count) &+ 1) &<< 56
            let mixed = (low ^ (high &<< 7) ^ (high &>> 49)) &* 0x9e37_79b9_7f4a_7c15
            let place = Int(truncatingIfNeeded: mixed &>> (64 &- ShortTextCache.placeBits))
            if entries[place].low == low, entries[place].high == high { return entries[place].number }
            let number = lookUp(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            entries[place] = Entry(low: low, high: high, number: number)
            return number
        }
    }
}
