/// Distinct byte strings, numbered in the order of their first appearance.
///
/// Open addressing with linear probing, at most half full; looking a known string up allocates nothing.
package struct ByteDictionary: Sendable, Equatable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    // The number of a string plus one, or 0 for a free slot.
    private var slots: [UInt32] = [UInt32](repeating: 0, count: 16)

    package init() {}

    package var count: Int { ends.count }

    /// Returns the bytes of a string.
    package func string(_ number: Int) -> ArraySlice<UInt8> { bytes[start(number)..<ends[number]] }

    /// Returns the text of a string, with U+FFFD for what is not UTF-8.
    package func text(_ number: Int) -> String { String(decoding: string(number), as: UTF8.self) }

    /// Returns the number of a string; nil when it has none.
    package func find(_ value: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
        let slot = slot(of: value, hash)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// Returns the number of a string, a new one if it has none.
    package mutating func insert(_ value: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int {
        let found = slot(of: value, hash)
        if slots[found] != 0 { return Int(slots[found]) - 1 }
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
        hashes.append(hash)
        slots[found] = UInt32(count)
        if 2 * count > slots.count { grow() }
        return count - 1
    }

    private func start(_ number: Int) -> Int { number == 0 ? 0 : ends[number - 1] }

    @inline(__always)
    private func slot(of value: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0, !matches(Int(slots[slot]) &- 1, value, hash) { slot = (slot &+ 1) & mask }
        return slot
    }

    @inline(__always)
    private func matches(_ number: Int, _ value: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Bool {
        guard hashes[number] == hash else { return false }
        let first = start(number)
        guard ends[number] &- first == value.count else { return false }
        return bytes.withUnsafeBytes { all in
            Self.areEqual(UnsafeRawBufferPointer(rebasing: all[first..<first &+ value.count]), .init(value))
        }
    }

    /// Eight bytes at a time; both must be of one length.
    @inline(__always)
    private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset &+ 8 <= b.count {
            let word = a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard word == b.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset &+= 8
        }
        while offset < b.count {
            guard a[offset] == b[offset] else { return false }
            offset &+= 1
        }
        return true
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 4 * slots.count)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }
}
