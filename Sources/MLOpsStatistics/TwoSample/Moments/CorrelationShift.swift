import RealModule

/// The difference of two correlation coefficients, by Fisher's z transform (1921).
package enum CorrelationShift {
    /// Returns z = (atanh r₁ − atanh r₂)/√(1/(n−3) + 1/(m−3)) and the two-sided p; nil below four rows in either sample.
    package static func test(
        reference: Double, count n: Int, current: Double, count m: Int
    ) -> TestResult? {
        guard n > 3, m > 3, abs(reference) <= 1, abs(current) <= 1 else { return nil }
        let error = (1 / Double(n - 3) + 1 / Double(m - 3)).squareRoot()
        let z = (transform(reference) - transform(current)) / error
        return TestResult(statistic: z, p: Normal.twoSided(z))
    }

    // A perfect correlation of a finite sample is taken as the largest coefficient below 1.
    private static func transform(_ r: Double) -> Double { Double.atanh(min(max(r, -1.0.nextUp), 1.0.nextDown)) }
}
