/// The two-sample Cramér-von Mises test, over the columns of a table in ascending order, with midranks for ties.
///
/// T = U/(nm(n+m)) − (4nm−1)/(6(n+m)) with U = n·Σ(rᵢ−i)² + m·Σ(sⱼ−j)². Source: T. Anderson, 1962; scipy's
/// `cramervonmises_2samp`. T is computed from whole numbers, and so correctly rounded.
///
/// Above 2²⁸ values a sample these would be too large, and there is no result.
package enum CramerVonMises {
    /// Returns T, p exact up to 20 values a sample without regard to ties as scipy does, else asymptotic; nil when a
    /// sample is empty.
    package static func test(_ table: CountTable) -> TestResult? {
        let (n, m) = (table.referenceTotal, table.currentTotal)
        guard !table.isOneSided, max(n, m) <= 1 << 28 else { return nil }
        let quadrupledU = quadrupledU(table)
        let pairs = Int128(n) * Int128(m)
        let numerator = 3 * quadrupledU - 2 * pairs * (4 * pairs - 1)
        let statistic = Double(wide: numerator) / (12 * Double(wide: pairs) * Double(n + m))
        if max(n, m) <= 20 {
            return TestResult(
                statistic: statistic, p: ExactCramerVonMises.upper(quadrupledU: Int(quadrupledU), n, m))
        }
        return TestResult(statistic: statistic, p: asymptoticP(statistic, n, m))
    }

    // The mean and variance of T are matched to those of the limit, as Anderson advises.
    private static func asymptoticP(_ statistic: Double, _ n: Int, _ m: Int) -> Double {
        let (n, m, total) = (Double(n), Double(m), Double(n + m))
        let pairs = n * m
        let mean = (1 + 1 / total) / 6
        let variance =
            (total + 1) * (4 * pairs * total - 3 * (n * n + m * m) - 2 * pairs) / (45 * total * total * 4 * pairs)
        return CramerVonMisesLimit.upper(1.0 / 6 + (statistic - mean) / (45 * variance).squareRoot())
    }

    // 4U, from doubled midranks; within a column of ties the positions i are consecutive.
    private static func quadrupledU(_ table: CountTable) -> Int128 {
        var (rows, sums) = ((0, 0), (Int128(0), Int128(0)))
        for column in 0..<table.count {
            let (a, b) = (table.reference[column], table.current[column])
            let doubledRank = 2 * (rows.0 + rows.1) + a + b + 1
            sums.0 += squares(doubledRank - (2 * rows.0 + a + 1), a)
            sums.1 += squares(doubledRank - (2 * rows.1 + b + 1), b)
            rows = (rows.0 + a, rows.1 + b)
        }
        return Int128(table.referenceTotal) * sums.0 + Int128(table.currentTotal) * sums.1
    }

    // Σ (2r−2i)² over `count` consecutive i whose mean differs from r by gap/2.
    private static func squares(_ gap: Int, _ count: Int) -> Int128 {
        let (gap, count) = (Int128(gap), Int128(count))
        return count * gap * gap + count * (count * count - 1) / 3
    }
}
