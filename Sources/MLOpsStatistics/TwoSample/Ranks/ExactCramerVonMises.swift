/// The exact null distribution of the two-sample Cramér-von Mises statistic without ties.
///
/// Counts, for each lattice path from (0, 0) to (n, m), the value of Σ (i·m' − j·n')² with n', m' the sizes over lcm; source:
/// Y. Xiao, A. Gordon, A. Yakovlev, *A C++ program for the Cramér-von Mises two-sample test*, 2007.
enum ExactCramerVonMises {
    /// Returns P(U ≥ observed), where `quadrupledU` is 4U; requires small samples (n, m ≤ 30).
    static func upper(quadrupledU: Int, _ n: Int, _ m: Int) -> Double {
        let divisor = greatestCommonDivisor(n, m)
        let least = n * m / divisor
        // ζ = lcm²·(n+m)·(6U − nm(4nm−1))/(6n²m²); whole without ties, and with ties rounded to the cautious side.
        let pairs = n * m
        let numerator = least * least * (n + m) * (3 * quadrupledU - 2 * pairs * (4 * pairs - 1))
        let denominator = 12 * pairs * pairs
        let threshold = numerator >= 0 ? numerator / denominator : 0
        return tail(from: threshold, stepAcross: least / n, stepUp: least / m, n, m)
    }

    // Maps from total to probability for each point of one column, walked column by column.
    private static func tail(from threshold: Int, stepAcross: Int, stepUp: Int, _ n: Int, _ m: Int) -> Double {
        var column = [[(total: Int, weight: Double)]](repeating: [], count: m + 1)
        for i in 0...n {
            for j in 0...m {
                let gap = i * stepAcross - j * stepUp
                if i == 0 && j == 0 {
                    column[0] = [(total: 0, weight: 1)]
                    continue
                }
                // Backwards, the last step of a random order is across with probability i/(i+j).
                let across = Double(i) / Double(i + j)
                let left = i > 0 ? column[j].map { ($0.total + gap * gap, $0.weight * across) } : []
                let below = j > 0 ? column[j - 1].map { ($0.total + gap * gap, $0.weight * (1 - across)) } : []
                column[j] = merged(left, below)
            }
        }
        return min(1, NeumaierSum.of(column[m].lazy.filter { $0.total >= threshold }.map(\.weight)))
    }

    private static func merged(_ a: [(Int, Double)], _ b: [(Int, Double)]) -> [(total: Int, weight: Double)] {
        var result: [(total: Int, weight: Double)] = []
        result.reserveCapacity(a.count + b.count)
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if j == b.count || (i < a.count && a[i].0 < b[j].0) {
                result.append((a[i].0, a[i].1))
                i += 1
            } else if i == a.count || b[j].0 < a[i].0 {
                result.append((b[j].0, b[j].1))
                j += 1
            } else {
                result.append((a[i].0, a[i].1 + b[j].1))
                (i, j) = (i + 1, j + 1)
            }
        }
        return result
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }
}
