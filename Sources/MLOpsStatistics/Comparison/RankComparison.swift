/// The statistics of order, distance and moments of a numeric column.
package struct RankComparison: Sendable, Equatable {
    package let kolmogorovSmirnov: TestResult?
    package let wasserstein: Double?
    /// ``wasserstein`` over the interquartile range of the reference; nil where that is 0.
    package let wassersteinPerRange: Double?
    package let energy: Double?
    package let cramerVonMises: TestResult?
    package let mannWhitney: TestResult?
    /// P(reference < current) + ½·P(equal).
    package let areaUnderCurve: Double?
    package let andersonDarling: TestResult?
    package let welch: TestResult?
    /// Current variance over that of the reference; nil where that is 0.
    package let varianceRatio: Double?
    /// Of raw values only.
    package let brownForsythe: TestResult?

    /// On cells, with their pooled means as positions.
    init(_ compared: ComparedCells, _ reference: NumericProfile, _ current: NumericProfile) {
        self.init(
            compared.values, positions: compared.positions ?? [],
            kolmogorovSmirnov: GridKolmogorovSmirnov.test(compared.values),
            welch: Welch.test(reference.moments.moments, current.moments.moments),
            variances: (reference.moments.variance, current.moments.variance), brownForsythe: nil)
    }

    /// On the values themselves, which must be finite and in ascending order.
    package init(sortedReference: [Double], sortedCurrent: [Double]) {
        let samples = PairedSamples(sortedReference: sortedReference, sortedCurrent: sortedCurrent)
        self.init(
            samples.table, positions: samples.values, kolmogorovSmirnov: Self.exactest(samples.table),
            welch: Welch.test(reference: sortedReference, current: sortedCurrent),
            variances: (Self.moments(sortedReference).variance, Self.moments(sortedCurrent).variance),
            brownForsythe: BrownForsythe.test(sortedReference: sortedReference, sortedCurrent: sortedCurrent))
    }

    private init(
        _ table: CountTable, positions: [Double], kolmogorovSmirnov: TestResult?, welch: TestResult?,
        variances: (Double?, Double?), brownForsythe: TestResult?
    ) {
        self.kolmogorovSmirnov = kolmogorovSmirnov
        wasserstein = Wasserstein.distance(table, positions: positions)
        let range = Self.interquartileRange(table, positions)
        wassersteinPerRange = wasserstein.flatMap { distance in Self.finite(range.map { distance / $0 }) }
        energy = Energy.distance(table, positions: positions)
        cramerVonMises = CramerVonMises.test(table)
        let rankSum = MannWhitney(table)
        mannWhitney = rankSum?.test
        areaUnderCurve = rankSum?.areaUnderCurve
        andersonDarling = AndersonDarling.test(table)
        self.welch = welch
        varianceRatio = Self.finite(variances.0.flatMap { a in a > 0 ? variances.1.map { $0 / a } : nil })
        self.brownForsythe = brownForsythe
    }

    // As scipy chooses: exact up to 10,000 values a side, where counting takes at most a second.
    private static func exactest(_ table: CountTable) -> TestResult? {
        let isSmall = max(table.referenceTotal, table.currentTotal) <= 10_000
        return KolmogorovSmirnov.test(table, method: isSmall ? .exact : .oneSample)
    }

    private static func moments(_ values: [Double]) -> Moments { values.withUnsafeBufferPointer { Moments($0) } }

    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

    private static func interquartileRange(_ table: CountTable, _ positions: [Double]) -> Double? {
        guard table.referenceTotal > 0 else { return nil }
        var (seen, lower) = (0, Double?.none)
        for (column, count) in table.reference.enumerated() {
            seen += count
            if lower == nil, 4 * seen >= table.referenceTotal { lower = positions[column] }
            if 4 * seen >= 3 * table.referenceTotal {
                return lower.flatMap { positions[column] > $0 ? positions[column] - $0 : nil }
            }
        }
        return nil
    }
}
