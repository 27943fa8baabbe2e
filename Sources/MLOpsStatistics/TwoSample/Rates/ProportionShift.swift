/// The difference between two proportions.
package enum ProportionShift {
    /// Returns the score test z = (p₁−p₂)/√(p̄(1−p̄)(1/n+1/m)) with the two-sided p; nil without trials in either.
    ///
    /// Source: statsmodels' `proportions_ztest`; z² is the chi-squared statistic of the 2×2 table.
    package static func test(_ reference: Proportion, _ current: Proportion) -> TestResult? {
        guard let p = reference.rate, let q = current.rate else { return nil }
        let (n, m) = (Double(reference.trials), Double(current.trials))
        let pooled = Double(reference.events + current.events) / (n + m)
        let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
        guard variance > 0 else { return TestResult(statistic: 0, p: 1) }
        let z = (p - q) / variance.squareRoot()
        return TestResult(statistic: z, p: Normal.twoSided(z))
    }

    /// Returns Newcombe's interval (1998, method 10) for current − reference; nil without trials in either.
    package static func newcombe(
        _ reference: Proportion, _ current: Proportion, confidence: Double
    ) -> ClosedRange<Double>? {
        guard let p = reference.rate, let q = current.rate else { return nil }
        let (a, b) = (reference.wilson(confidence: confidence), current.wilson(confidence: confidence))
        let down = square(q - b.lowerBound) + square(a.upperBound - p)
        let up = square(b.upperBound - q) + square(p - a.lowerBound)
        return max(-1, q - p - down.squareRoot())...min(1, q - p + up.squareRoot())
    }

    private static func square(_ x: Double) -> Double { x * x }
}
