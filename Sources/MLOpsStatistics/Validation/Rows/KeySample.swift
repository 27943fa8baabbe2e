/// Which of many keys occur more than once: exactly up to a capacity, beyond it among a sample of the keys.
///
/// The sample holds every occurrence of the keys whose hash begins with so many zero bits; which keys these are depends
/// neither on the order of rows nor on workers. Two keys are taken for one with a probability of n²/2⁶⁵: one in 40
/// million for a million keys.
package struct KeySample: Sendable {
    package static let capacity = 1_000_000

    private let capacity: Int
    private var level = 0
    private var count = 0
    // Open addressing, at most half full; a hash of 0 is a free slot.
    private var hashes = [UInt64](repeating: 0, count: 64)
    private var firstRows = [Int](repeating: 0, count: 64)
    private var repetitions = [UInt32](repeating: 0, count: 64)
    private var repeated: [Repeated] = []
    private var hasRepeated = false

    private struct Repeated: Hashable, Sendable, Comparable {
        var row: Int
        var hash: UInt64

        static func < (a: Repeated, b: Repeated) -> Bool { a.row < b.row }
    }

    package init(capacity: Int = Self.capacity) { self.capacity = max(16, capacity) }

    /// Whether all keys are looked at.
    package var isExact: Bool { level == 0 }
    /// How many distinct keys there are in the sample.
    package var distinct: Int { count }

    /// Whether any key came twice, in the sample as it was then.
    var hasDuplicates: Bool { hasRepeated }

    /// Rows of the sample that repeat the key of an earlier one.
    package var duplicates: Int {
        var sum = 0
        for slot in hashes.indices where hashes[slot] != 0 { sum += Int(repetitions[slot]) }
        return sum
    }

    /// The first rows that repeat an earlier one; of a sample none, for which they are depends on its making.
    package var tally: Tally {
        guard isExact else { return Tally(count: duplicates, examples: []) }
        let examples = repeated.sorted().prefix(Tally.maximumExamples).map { repeated in
            let first = firstRows[slot(of: repeated.hash)] + 1
            return RowExample(row: repeated.row + 1, value: "as row \(first)")
        }
        return Tally(count: duplicates, examples: Array(examples))
    }

    @inline(__always)
    mutating func add(hash: UInt64, row: Int) {
        let hash = max(1, hash)
        guard hash.leadingZeroBitCount >= level else { return }
        insert(hash, row: row, repetitions: 0)
    }

    package mutating func merge(_ other: KeySample) {
        level = max(level, other.level)
        keepLevel()
        hasRepeated = hasRepeated || other.hasRepeated
        repeated += other.repeated.filter { $0.hash.leadingZeroBitCount >= level }
        for slot in other.hashes.indices {
            let hash = other.hashes[slot]
            guard hash != 0, hash.leadingZeroBitCount >= level else { continue }
            insert(hash, row: other.firstRows[slot], repetitions: other.repetitions[slot])
        }
        trimExamples(to: Tally.maximumExamples)
    }

    private mutating func insert(_ hash: UInt64, row: Int, repetitions more: UInt32) {
        let found = slot(of: hash)
        guard hashes[found] != 0 else {
            (hashes[found], firstRows[found], repetitions[found]) = (hash, row, more)
            count += 1
            if 2 * count > hashes.count { rehash(to: 2 * hashes.count) }
            while count > capacity { halve() }
            return
        }
        let (sum, overflow) = repetitions[found].addingReportingOverflow(more)
        repetitions[found] = overflow || sum == .max ? .max : sum + 1
        hasRepeated = true
        // The later of the two first rows is the one that repeats.
        repeated.append(Repeated(row: max(row, firstRows[found]), hash: hash))
        firstRows[found] = min(row, firstRows[found])
        if repeated.count >= 64 { trimExamples(to: 8) }
    }

    /// Keeps the first examples; a few more than are shown, because a sample that is thinned later loses some.
    private mutating func trimExamples(to limit: Int) {
        guard repeated.count > limit else { return }
        repeated.sort()
        repeated.removeLast(repeated.count - limit)
    }

    private mutating func halve() {
        level += 1
        keepLevel()
    }

    private mutating func keepLevel() {
        repeated.removeAll { $0.hash.leadingZeroBitCount < level }
        rehash(to: hashes.count)
    }

    private mutating func rehash(to size: Int) {
        let (oldHashes, oldRows, oldRepetitions) = (hashes, firstRows, repetitions)
        hashes = [UInt64](repeating: 0, count: size)
        firstRows = [Int](repeating: 0, count: size)
        repetitions = [UInt32](repeating: 0, count: size)
        count = 0
        for slot in oldHashes.indices where oldHashes[slot] != 0 && oldHashes[slot].leadingZeroBitCount >= level {
            let target = self.slot(of: oldHashes[slot])
            (hashes[target], firstRows[target], repetitions[target]) =
                (oldHashes[slot], oldRows[slot], oldRepetitions[slot])
            count += 1
        }
    }

    @inline(__always)
    private func slot(of hash: UInt64) -> Int {
        let mask = hashes.count &- 1
        // The first bits are all zero in a sample, so that the last ones must tell the slots apart.
        var slot = Int(truncatingIfNeeded: hash) & mask
        while hashes[slot] != 0, hashes[slot] != hash { slot = (slot &+ 1) & mask }
        return slot
    }
}
