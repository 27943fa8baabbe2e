/// Welch's t-test for equal means without equal variances, with Satterthwaite's degrees of freedom.
package enum Welch {
    /// Returns t = (mean₁−mean₂)/√(s₁²/n₁+s₂²/n₂) and the two-sided p; nil below two values in either sample.
    ///
    /// Two constants: t = 0 and p = 1 when they are equal, nil when they differ. Source: Welch, 1947; scipy's
    /// `ttest_ind(equal_var=False)`.
    package static func test(_ reference: Moments, _ current: Moments) -> TestResult? {
        test(reference, current, difference: reference.mean - current.mean)
    }

    /// Returns the same for two samples, measured from a value among them, so that a large common offset costs no digits.
    package static func test(reference: [Double], current: [Double]) -> TestResult? {
        guard let origin = reference.first else { return nil }
        let first = reference.map { $0 - origin }.withUnsafeBufferPointer { Moments($0) }
        let second = current.map { $0 - origin }.withUnsafeBufferPointer { Moments($0) }
        return test(first, second)
    }

    private static func test(_ reference: Moments, _ current: Moments, difference: Double) -> TestResult? {
        guard let first = reference.variance, let second = current.variance else { return nil }
        let (a, b) = (first / reference.count, second / current.count)
        guard a + b > 0 else { return difference == 0 ? TestResult(statistic: 0, p: 1, degreesOfFreedom: 1) : nil }
        let t = difference / (a + b).squareRoot()
        // Divided by the larger, so that no square overflows.
        let largest = max(a, b)
        let (x, y) = (a / largest, b / largest)
        let freedom = (x + y) * (x + y) / (x * x / (reference.count - 1) + y * y / (current.count - 1))
        guard t.isFinite, freedom.isFinite else { return nil }
        return TestResult(
            statistic: t, p: StudentT(degreesOfFreedom: freedom).twoSided(t), degreesOfFreedom: freedom)
    }
}
