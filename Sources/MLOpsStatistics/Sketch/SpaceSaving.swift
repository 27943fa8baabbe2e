/// The most frequent strings of a stream in bounded memory.
///
/// Every string whose count exceeds total/capacity is kept, and no count is too large by more than that. Source:
/// A. Metwally, D. Agrawal, A. El Abbadi, *Efficient computation of frequent and top-k elements in data streams*, 2005;
/// here the rarest half gives way at once, which keeps the bounds and costs less.
package struct SpaceSaving: Sendable, Equatable {
    package struct Item: Sendable, Equatable {
        package let value: [UInt8]
        /// At most ``overcount`` too large.
        package let count: Int
        package let overcount: Int
    }

    package let capacity: Int
    /// How many values were added.
    package private(set) var total = 0
    // The largest count that a string may have had when it gave way.
    private var floor = 0
    private var dictionary = ByteDictionary()
    private var counts: [Int] = []
    private var overcounts: [Int] = []

    /// - Parameter capacity: at least 2.
    package init(capacity: Int) { self.capacity = max(2, capacity) }

    /// How many strings are listed, at most twice ``capacity``.
    package var listed: Int { counts.count }
    /// Whether no string has given way, so that every count is exact.
    package var isExact: Bool { floor == 0 }

    package mutating func add(_ value: UnsafeBufferPointer<UInt8>, count: Int = 1) {
        add(value, hash: ByteHash.of(value), count: count)
    }

    /// Adds a string whose ``ByteHash`` is known.
    mutating func add(_ value: UnsafeBufferPointer<UInt8>, hash: UInt64, count: Int) {
        add(value, hash: hash, count: count, overcount: 0)
        total += count
    }

    package mutating func merge(_ other: SpaceSaving) {
        // What the other does not list may have occurred there as often as its floor.
        for number in counts.indices where other.floor > 0 && !other.lists(dictionary.string(number)) {
            counts[number] += other.floor
            overcounts[number] += other.floor
        }
        let combined = floor + other.floor
        for item in other.items {
            item.value.withUnsafeBufferPointer {
                add($0, hash: ByteHash.of($0), count: item.count, overcount: item.overcount)
            }
        }
        floor = max(floor, combined)
        total += other.total
    }

    /// By count, the largest first, equal counts in the order of bytes.
    package var items: [Item] {
        counts.indices.map { Item(value: Array(dictionary.string($0)), count: counts[$0], overcount: overcounts[$0]) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.value.lexicographicallyPrecedes($1.value) }
    }

    private func lists(_ value: ArraySlice<UInt8>) -> Bool {
        value.withUnsafeBufferPointer { dictionary.find($0, hash: ByteHash.of($0)) != nil }
    }

    private mutating func add(_ value: UnsafeBufferPointer<UInt8>, hash: UInt64, count: Int, overcount: Int) {
        let number = dictionary.insert(value, hash: hash)
        if number < counts.count {
            counts[number] += count
            overcounts[number] += overcount
            return
        }
        counts.append(count + floor)
        overcounts.append(overcount + floor)
        if counts.count > 2 * capacity { shrink() }
    }

    private mutating func shrink() {
        let ranked = items
        floor = max(floor, ranked[capacity].count)
        dictionary = ByteDictionary()
        counts.removeAll(keepingCapacity: true)
        overcounts.removeAll(keepingCapacity: true)
        for item in ranked[..<capacity] {
            item.value.withUnsafeBufferPointer { _ = dictionary.insert($0, hash: ByteHash.of($0)) }
            counts.append(item.count)
            overcounts.append(item.overcount)
        }
    }
}
