import MLOpsStatistics

/// Counts of any number of strings in bounded memory; none is too small, and few are too large by more than 0.03 %.
///
/// Adding is the same in every order and grouping. Source: G. Cormode, S. Muthukrishnan, *An improved data stream summary:
/// the count-min sketch and its applications*, 2005.
struct CountMinSketch: Sendable, Equatable {
    private static let width = 1 << 12
    private static let depth = 4

    private var counts = [UInt64](repeating: 0, count: width * depth)

    mutating func add(hash: UInt64, count: Int) {
        for row in 0..<Self.depth { counts[Self.place(hash, row)] &+= UInt64(truncatingIfNeeded: count) }
    }

    mutating func merge(_ other: CountMinSketch) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
    }

    func count(hash: UInt64) -> Int {
        (0..<Self.depth).map { Int(truncatingIfNeeded: counts[Self.place(hash, $0)]) }.min() ?? 0
    }

    // Double hashing: A. Kirsch, M. Mitzenmacher, *Less hashing, same performance*, 2008.
    private static func place(_ hash: UInt64, _ row: Int) -> Int {
        let step = (hash >> 32) | 1
        let mixed = hash &+ UInt64(truncatingIfNeeded: row) &* step
        return row &* width &+ Int(truncatingIfNeeded: mixed & UInt64(width - 1))
    }
}
