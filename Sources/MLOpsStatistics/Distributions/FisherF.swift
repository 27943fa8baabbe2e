/// Fisher's F distribution with `numerator` and `denominator` degrees of freedom, both > 0.
package struct FisherF: Sendable, Equatable {
    package let numerator: Double
    package let denominator: Double

    package init(numerator: Double, denominator: Double) {
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    /// Returns P(F > f).
    package func upper(_ f: Double) -> Double {
        guard f > 0 else { return 1 }
        let ratio = numerator / denominator * f
        guard ratio < 1e300 else { return 0 }
        return IncompleteBeta.lower(denominator / 2, numerator / 2, x: 1 / (1 + ratio), y: ratio / (1 + ratio))
    }
}
