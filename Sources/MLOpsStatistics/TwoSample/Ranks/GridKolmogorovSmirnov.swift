import RealModule

/// The Kolmogorov-Smirnov test on cells, with the null distribution of a supremum over the ends of these very cells.
///
/// Between the ends the distribution functions are not seen, so D is smaller than on the values, and the usual p too large:
/// at 32 even cells by a factor of two, with one frequent value by far more. Here p is the bound of D. Hunter (1976) for
/// the largest of the Brownian bridge's values at the ends, P(|B₁|>d) + Σ P(|Bⱼ₊₁|>d, |Bⱼ|≤d), which is within 30 % of
/// the truth at 5 % and within 20 % at 0.1 %, and never below it but for the normal limit.
package enum GridKolmogorovSmirnov {
    /// Returns D and p for a table of cells in ascending order; nil when a sample is empty.
    ///
    /// - Parameters:
    ///   - design: how many rows are worth one independent row, at least 1.
    ///   - enough: when p exceeds this, any number between the two may be returned, which is quicker.
    package static func test(_ table: CountTable, design: Double = 1, upTo enough: Double = 1) -> TestResult? {
        guard let distance = KolmogorovSmirnov.distance(table) else { return nil }
        guard distance.steps > 0 else { return TestResult(statistic: 0, p: 1) }
        let size = (table.effectiveSize / max(1, design)).squareRoot()
        return TestResult(statistic: distance.value, p: upper(size * distance.value, ends: ends(table), upTo: enough))
    }

    // The pooled distribution function at the ends of the cells, without 0 and 1.
    private static func ends(_ table: CountTable) -> [Double] {
        var (seen, ends): (Int, [Double]) = (0, [])
        for column in 0..<table.count {
            let both = table.reference[column] + table.current[column]
            seen += both
            if both > 0, seen < table.total { ends.append(Double(seen) / Double(table.total)) }
        }
        return ends
    }

    /// Returns Hunter's bound on P(max |B(t)| > d) over ascending times t in (0, 1).
    package static func upper(_ d: Double, ends: [Double], upTo enough: Double = 1) -> Double {
        guard let first = ends.first else { return 1 }
        var sum = Normal.twoSided(d / (first * (1 - first)).squareRoot())
        for (t, next) in zip(ends, ends.dropFirst()) where sum <= enough { sum += 2 * crossing(d, t, next) }
        return min(1, sum)
    }

    // P(B(next) > d, |B(t)| ≤ d), by Gauss-Legendre quadrature over where B(t) is.
    private static func crossing(_ d: Double, _ t: Double, _ next: Double) -> Double {
        let slope = (1 - next) / (1 - t)
        let spread = ((next - t) * slope).squareRoot()
        let variance = t * (1 - t)
        let half = min(d, 4 * spread)
        let middle = d - half
        func integrand(_ x: Double) -> Double {
            Double.exp(-x * x / (2 * variance)) * Normal.upper((d - slope * x) / spread)
        }
        var sum = 0.0
        for index in 0..<nodes.count {
            let offset = half * nodes[index]
            sum += weights[index] * (integrand(middle - offset) + integrand(middle + offset))
        }
        return sum * half / (2 * Double.pi * variance).squareRoot()
    }

    // Of 8 points, the positive half (DLMF 3.5).
    private static let nodes = [
        0.1834346424956498049, 0.5255324099163289858, 0.7966664774136267396, 0.9602898564975362317,
    ]
    private static let weights = [
        0.3626837833783619830, 0.3137066458778872873, 0.2223810344533744705, 0.1012285362903762591,
    ]
}
