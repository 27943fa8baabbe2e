import RealModule

/// Measures of how far apart two distributions over the columns of a table are; effects, not tests.
///
/// Each is 0 for equal shares and nil when a sample is empty.
package enum Divergences {
    /// Returns the population stability index Σ (q̂−p̂)·ln(q̂/p̂), with Jeffreys' ½ added to each count.
    ///
    /// The ½ keeps it finite, and makes nₑ·PSI ~ χ²(k−1) under equality (Yurdakul, 2018), whatever the counts.
    package static func populationStabilityIndex(_ table: CountTable) -> Double? {
        guard !table.isOneSided else { return nil }
        // Doubled, so that all is whole and equal shares give 0.
        let n = Int128(2 * table.referenceTotal + table.count)
        let m = Int128(2 * table.currentTotal + table.count)
        let rows = (Double(wide: n), Double(wide: m))
        var sum = NeumaierSum()
        for column in 0..<table.count {
            let (a, b) = (Int128(2 * table.reference[column] + 1), Int128(2 * table.current[column] + 1))
            let gap = Double(wide: b * n - a * m) / (rows.0 * rows.1)
            sum.add(gap * logarithmOfRatio(Double(wide: a) / rows.0, Double(wide: b) / rows.1, gap: gap))
        }
        return max(0, sum.value)
    }

    // ln(q/p), where gap = q − p is known better than p and q.
    private static func logarithmOfRatio(_ p: Double, _ q: Double, gap: Double) -> Double {
        abs(gap) < p / 2 ? Double.log(onePlus: gap / p) : Double.log(q / p)
    }

    /// Returns the Jensen-Shannon distance √(½·KL(p‖m) + ½·KL(q‖m)) with logarithms to base 2; in [0, 1].
    ///
    /// Source: Lin, 1991; Endres and Schindelin, 2003. As scipy's `jensenshannon(base=2)`, without its cancellation for
    /// nearly equal distributions.
    package static func jensenShannonDistance(_ table: CountTable) -> Double? {
        guard !table.isOneSided else { return nil }
        var sum = NeumaierSum()
        for column in 0..<table.count {
            let both = table.referenceShare(column) + table.currentShare(column)
            guard both > 0 else { continue }
            sum.add(both / 2 * binaryDivergence(table.difference(column) / both))
        }
        return min(1, (max(0, sum.value) / (2 * Double.log(2))).squareRoot() * 2.0.squareRoot())
    }

    /// Returns the Hellinger distance √(1 − Σ√(pq)), in [0, 1], computed as √(½·Σ(√p−√q)²).
    package static func hellingerDistance(_ table: CountTable) -> Double? {
        guard !table.isOneSided else { return nil }
        var sum = NeumaierSum()
        for column in 0..<table.count {
            let roots = table.referenceShare(column).squareRoot() + table.currentShare(column).squareRoot()
            guard roots > 0 else { continue }
            let gap = table.difference(column) / roots
            sum.add(gap * gap)
        }
        return min(1, (sum.value / 2).squareRoot())
    }

    /// Returns the total variation distance ½·Σ|p−q|, in [0, 1].
    package static func totalVariation(_ table: CountTable) -> Double? {
        guard !table.isOneSided else { return nil }
        return min(1, NeumaierSum.of((0..<table.count).lazy.map { abs(table.difference($0)) }) / 2)
    }

    /// Returns the largest difference max|p−q|, in [0, 1], and the column where it is found; 0 and nil without columns.
    package static func lInfinity(_ table: CountTable) -> (distance: Double, column: Int?)? {
        guard !table.isOneSided else { return nil }
        var largest = (distance: 0.0, column: Int?.none)
        for column in 0..<table.count where abs(table.difference(column)) > largest.distance {
            largest = (abs(table.difference(column)), column)
        }
        return largest
    }

    // ½·((1+d)·ln(1+d) + (1−d)·ln(1−d)) for d in [−1, 1]; the series d²/2 + d⁴/12 + d⁶/30 … near 0.
    private static func binaryDivergence(_ d: Double) -> Double {
        let square = d * d
        guard square > 0.0025 else {
            var (sum, power) = (0.0, square)
            for k in 1...8 {
                sum += power / Double(2 * k * (2 * k - 1))
                power *= square
            }
            return sum
        }
        return (xLogX(1 + d) + xLogX(1 - d)) / 2
    }

    private static func xLogX(_ x: Double) -> Double { x > 0 ? x * Double.log(x) : 0 }
}
