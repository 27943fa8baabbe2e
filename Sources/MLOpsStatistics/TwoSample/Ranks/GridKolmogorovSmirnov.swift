/// The Kolmogorov-Smirnov test on cells, with the null distribution of a supremum over few points.
///
/// Between the points of a grid the distribution functions are not seen, so D is smaller than on the values, and the usual p
/// too large: at 32 cells by a factor of two. p = K(√nₑ·D + 0.5826·√g), with g the mean share of a cell, has the nominal
/// level within a few per cent; −ζ(½)/√(2π) = 0.5826 is the mean overshoot of a discrete walk (H. Chernoff, 1965).
package enum GridKolmogorovSmirnov {
    /// Returns D and p for a table of cells in ascending order, all of them filled; nil when a sample is empty.
    ///
    /// - Parameter design: how many rows are worth one independent row, at least 1.
    package static func test(_ table: CountTable, design: Double = 1) -> TestResult? {
        guard let distance = KolmogorovSmirnov.distance(table) else { return nil }
        guard distance.steps > 0, table.count > 1 else { return TestResult(statistic: distance.value, p: 1) }
        let size = (table.effectiveSize / max(1, design)).squareRoot()
        let overshoot = 0.5826 / Double(table.count).squareRoot()
        return TestResult(statistic: distance.value, p: Kolmogorov.upper(size * distance.value + overshoot))
    }
}
