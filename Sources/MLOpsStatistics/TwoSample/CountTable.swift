/// How often each of k values or cells occurs in a reference sample and in a current sample.
///
/// Every statistic of this folder is a function of such a table: those of `Counts` ignore the order of its columns,
/// those of `Ranks` need them in ascending order of value, and those of `Distances` also need their positions. A table
/// of distinct values gives the exact statistics of the raw samples; a table of cells gives their binned form.
package struct CountTable: Sendable, Equatable {
    /// Counts per column; both arrays have the same length.
    package let reference: [Int]
    package let current: [Int]
    package let referenceTotal: Int
    package let currentTotal: Int

    /// Requires arrays of one length with non-negative counts, whose sums do not exceed 2⁵³.
    package init(reference: [Int], current: [Int]) {
        precondition(reference.count == current.count, "the two rows of a table have the same columns")
        self.reference = reference
        self.current = current
        referenceTotal = reference.reduce(0, +)
        currentTotal = current.reduce(0, +)
    }

    /// The number of columns.
    package var count: Int { reference.count }
    /// The number of observations in both samples.
    package var total: Int { referenceTotal + currentTotal }
    /// True when either sample is empty: then nothing can be said.
    package var isOneSided: Bool { referenceTotal == 0 || currentTotal == 0 }
    /// nₑ = n·m/(n+m), the size that the error of every comparison depends on; 0 when a sample is empty.
    package var effectiveSize: Double {
        isOneSided ? 0 : Double(referenceTotal) / Double(total) * Double(currentTotal)
    }

    // pⱼ − qⱼ, from whole numbers, so that equal shares give 0.
    func difference(_ column: Int) -> Double {
        let (n, m) = (referenceTotal, currentTotal)
        let left = reference[column].multipliedFullWidth(by: m)
        let right = current[column].multipliedFullWidth(by: n)
        guard left.high == 0, right.high == 0, left.low < 1 << 62, right.low < 1 << 62 else {
            return Double(reference[column]) / Double(n) - Double(current[column]) / Double(m)
        }
        return Double(Int(left.low) - Int(right.low)) / (Double(n) * Double(m))
    }

    func referenceShare(_ column: Int) -> Double { Double(reference[column]) / Double(referenceTotal) }
    func currentShare(_ column: Int) -> Double { Double(current[column]) / Double(currentTotal) }
}
