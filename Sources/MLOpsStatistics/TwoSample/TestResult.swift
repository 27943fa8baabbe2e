/// What a significance test says: its statistic and the probability of one at least as extreme under the null hypothesis.
package struct TestResult: Sendable, Equatable {
    package let statistic: Double
    /// In [0, 1].
    package let p: Double
    /// nil for tests whose null distribution has none.
    package let degreesOfFreedom: Double?

    package init(statistic: Double, p: Double, degreesOfFreedom: Double? = nil) {
        self.statistic = statistic
        self.p = p.isNaN ? 1 : min(1, max(0, p))
        self.degreesOfFreedom = degreesOfFreedom
    }
}
