/// The two-sample Kolmogorov-Smirnov test: D = sup|F̂−Ĝ|, over the columns of a table in ascending order.
package enum KolmogorovSmirnov {
    /// How far apart the two distribution functions are at most, and where.
    package struct Distance: Sendable, Equatable {
        /// D·n·m, a whole number.
        package let steps: Int128
        package let value: Double
        /// The column after which the distance is reached; nil when D = 0.
        package let column: Int?
    }

    /// Which null distribution gives p.
    package enum Method: Sendable, Equatable {
        /// All orders of the pooled sample counted, which takes n·m steps; conservative with ties.
        case exact
        /// Kolmogorov's limit with Stephens' correction.
        case asymptotic
        /// The exact one-sample distribution at the rounded effective size, as scipy's `method="asymp"` takes it.
        case oneSample
        /// Exact up to n·m of 10,000, else asymptotic.
        case automatic
    }

    /// Returns D; nil when a sample is empty.
    package static func distance(_ table: CountTable) -> Distance? {
        guard !table.isOneSided else { return nil }
        let (n, m) = (Int128(table.referenceTotal), Int128(table.currentTotal))
        var (left, right, most, place) = (Int128(0), Int128(0), Int128(0), Int?.none)
        for column in 0..<table.count {
            left += Int128(table.reference[column])
            right += Int128(table.current[column])
            let gap = abs(left * m - right * n)
            if gap > most { (most, place) = (gap, column) }
        }
        return Distance(steps: most, value: Double(wide: most) / (Double(wide: n) * Double(wide: m)), column: place)
    }

    /// Returns D and p; nil when a sample is empty.
    package static func test(_ table: CountTable, method: Method = .automatic) -> TestResult? {
        guard let distance = distance(table) else { return nil }
        return TestResult(statistic: distance.value, p: p(distance, table, method))
    }

    private static func p(_ distance: Distance, _ table: CountTable, _ method: Method) -> Double {
        let (n, m) = (table.referenceTotal, table.currentTotal)
        guard distance.steps > 0 else { return 1 }
        switch method {
        case .exact: return ExactKolmogorovSmirnov.upper(steps: Int(distance.steps), n, m)
        case .asymptotic: return Kolmogorov.pValue(distance: distance.value, effectiveSize: table.effectiveSize)
        case .oneSample:
            let size = Int(table.effectiveSize.rounded(.toNearestOrEven))
            return OneSampleKolmogorov.upper(distance.value, sampleSize: max(1, size))
        case .automatic: return self.p(distance, table, Double(n) * Double(m) <= 10_000 ? .exact : .asymptotic)
        }
    }
}
