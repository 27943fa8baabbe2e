/// The exact null distribution of the two-sample Kolmogorov-Smirnov statistic without ties.
package enum ExactKolmogorovSmirnov {
    /// Returns P(D ≥ steps/(n·m)), where D·n·m is whole.
    ///
    /// Walks from (0, 0) to (n, m), where each order of the pooled sample is a path: the probability to leave the band
    /// |i·m − j·n| < steps is summed at the first step outside, so that small results keep their relative accuracy.
    /// The time is at most n·m. With ties the result is conservative.
    package static func upper(steps: Int, _ n: Int, _ m: Int) -> Double {
        guard steps > 0 else { return 1 }
        var row = [Double](repeating: 0, count: m + 1)
        var outside = NeumaierSum()
        row[0] = 1
        var range = 0...0
        for i in 0...n {
            let band = columns(i, steps, n, m)
            if i > 0 { advance(&row, i, from: range, to: band, n, m, &outside) }
            spread(&row, i, band, n, m, &outside)
            range = band
            if band.isEmpty { break }
        }
        return min(1, outside.value)
    }

    // The columns j with |i·m − j·n| < steps.
    private static func columns(_ i: Int, _ steps: Int, _ n: Int, _ m: Int) -> ClosedRange<Int> {
        let low = i * m - steps + 1
        let first = low <= 0 ? 0 : (low + n - 1) / n
        let last = min(m, (i * m + steps - 1) / n)
        return first...max(first, last)
    }

    // Steps from row i−1 to row i, for each column of the previous band.
    private static func advance(
        _ row: inout [Double], _ i: Int, from old: ClosedRange<Int>, to band: ClosedRange<Int>, _ n: Int, _ m: Int,
        _ outside: inout NeumaierSum
    ) {
        for j in old {
            let mass = row[j] * Double(n - i + 1) / Double(n + m - i + 1 - j)
            if band.contains(j) {
                row[j] = mass
            } else {
                outside.add(mass)
                row[j] = 0
            }
        }
    }

    // Steps along row i, from column j to j+1.
    private static func spread(
        _ row: inout [Double], _ i: Int, _ band: ClosedRange<Int>, _ n: Int, _ m: Int, _ outside: inout NeumaierSum
    ) {
        for j in band {
            guard row[j] > 0, j < m else { continue }
            let mass = row[j] * Double(m - j) / Double(n + m - i - j)
            if band.contains(j + 1) { row[j + 1] += mass } else { outside.add(mass) }
        }
    }
}
