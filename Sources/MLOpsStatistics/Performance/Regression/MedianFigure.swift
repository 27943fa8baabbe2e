/// The median of counted values.
enum MedianFigure {
    /// Its interval lies between the values whose ranks the binomial distribution of rows below the median allows, which
    /// holds for every distribution (Thompson, 1936).
    static func of(_ counts: RankedCounts, orElse reason: String) -> PerformanceFigure {
        let settled = counts.settled
        let total = settled.cells.reduce(0) { $0 + $1.count }
        guard total > 0 else { return PerformanceFigure(undefined: reason) }
        let value = (settled.value(atRank: (total - 1) / 2) + settled.value(atRank: total / 2)) / 2
        guard let rank = lowRank(total) else { return PerformanceFigure(value: value) }
        return PerformanceFigure(
            value: value, low: settled.value(atRank: rank), high: settled.value(atRank: total - 1 - rank))
    }

    /// The largest rank from 0 that a value below the median has with at most 2.5 %; nil with fewer than six values.
    private static func lowRank(_ total: Int) -> Int? {
        let binomial = Binomial(trials: total, probability: 0.5)
        var (low, high) = (-1, total / 2)
        while high - low > 1 {
            let middle = (low + high) / 2
            if binomial.atMost(middle) <= 0.025 { low = middle } else { high = middle }
        }
        return low >= 0 ? low : nil
    }
}

extension RankedCounts {
    /// The value with so many below it, from 0; requires that all rows are in cells.
    func value(atRank rank: Int) -> Double {
        var below = 0
        for cell in cells {
            below += cell.count
            if below > rank { return value(cell) }
        }
        return .nan
    }
}
