/// What is known of a numeric column in a window: exact counts on cells fitted to the reference.
///
/// Only whole numbers are kept, so that profiles add and subtract exactly: any split of the rows into batches and any order
/// of merging gives the same bits, and a sliding window is a sum from which the oldest part is taken away.
package struct NumericProfile: Sendable, Equatable {
    package let cells: NumericCells
    /// Finite values in each cell.
    package internal(set) var counts: [Int]
    // For each cell, the sum of the positions of its values inside it, in 2⁻²⁴ of its width.
    var positions: [Int]
    // The sums of the two unbounded cells; without them a far outlier would have no distance.
    var belowAll = ExactSum(of: .value)
    var aboveAll = ExactSum(of: .value)
    /// Count, mean and variance of the finite values.
    package internal(set) var moments = ExactMoments()
    package internal(set) var special = SpecialCounts()

    package init(cells: NumericCells) {
        self.cells = cells
        counts = [Int](repeating: 0, count: cells.count)
        positions = counts
    }

    /// All rows, with or without a value.
    package var rows: Int { moments.count + special.total }

    package mutating func merge(_ other: NumericProfile) {
        precondition(cells == other.cells, "profiles add up only on the same cells")
        Self.combine(&counts, other.counts, 1)
        Self.combine(&positions, other.positions, 1)
        if other.counts[0] > 0 { belowAll.merge(other.belowAll) }
        if other.counts[cells.count - 1] > 0 { aboveAll.merge(other.aboveAll) }
        moments.merge(other.moments)
        special.merge(other.special)
    }

    /// Undoes a ``merge(_:)``; what is taken away must have been added.
    package mutating func subtract(_ other: NumericProfile) {
        precondition(cells == other.cells, "profiles subtract only on the same cells")
        Self.combine(&counts, other.counts, -1)
        Self.combine(&positions, other.positions, -1)
        if other.counts[0] > 0 { belowAll.subtract(other.belowAll) }
        if other.counts[cells.count - 1] > 0 { aboveAll.subtract(other.aboveAll) }
        moments.subtract(other.moments)
        special.subtract(other.special)
    }

    private static func combine(_ sums: inout [Int], _ terms: [Int], _ sign: Int) {
        sums.withUnsafeMutableBufferPointer { sums in
            terms.withUnsafeBufferPointer { terms in
                for index in 0..<min(sums.count, terms.count) { sums[index] &+= sign &* terms[index] }
            }
        }
    }

    /// The mean of the values in a cell; nil when it is empty.
    package func mean(of cell: Int) -> Double? {
        let count = Double(counts[cell])
        guard count > 0 else { return nil }
        if cell == 0 { return belowAll.value / count }
        if cell == cells.count - 1 { return aboveAll.value / count }
        guard cells.scales[cell] > 0 else { return cells.boundaries[cell] }
        let position = cells.starts[cell] + Double(positions[cell]) / count / cells.scales[cell]
        return min(position, cells.boundaries[cell])
    }
}

extension NumericProfile {
    /// Whether a cell that is no atom holds more than a quarter of at least 1,000 values: the data has left the reference that
    /// the cells were fitted to, and comparisons see little inside that cell.
    package var isCoarse: Bool {
        moments.count >= 1000 && counts.indices.contains { !cells.isAtom($0) && 4 * counts[$0] > moments.count }
    }
}
