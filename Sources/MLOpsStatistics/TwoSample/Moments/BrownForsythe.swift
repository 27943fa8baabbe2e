/// The Brown-Forsythe test for equal variances: an F-test on |x − median| (1974); scipy's `levene(center="median")`.
package enum BrownForsythe {
    /// Returns W and p for two samples in ascending order; nil below two values in either, or when no spread is left.
    package static func test(sortedReference: [Double], sortedCurrent: [Double]) -> TestResult? {
        guard sortedReference.count > 1, sortedCurrent.count > 1 else { return nil }
        let (a, b) = (spread(sortedReference), spread(sortedCurrent))
        let total = a.count + b.count
        let difference = a.mean - b.mean
        let between = a.count * b.count / total * difference * difference
        let within = (a.second + b.second) / (total - 2)
        guard within > 0, between.isFinite, within.isFinite else {
            return between == 0 ? TestResult(statistic: 0, p: 1, degreesOfFreedom: total - 2) : nil
        }
        let value = between / within
        return TestResult(
            statistic: value, p: FisherF(numerator: 1, denominator: total - 2).upper(value),
            degreesOfFreedom: total - 2)
    }

    private static func spread(_ sorted: [Double]) -> Moments {
        let middle = sorted.count / 2
        let median =
            sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
        return sorted.map { abs($0 - median) }.withUnsafeBufferPointer { Moments($0) }
    }
}
