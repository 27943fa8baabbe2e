/// A number of events among a number of trials, with intervals for the rate behind it.
package struct Proportion: Sendable, Equatable {
    package let events: Int
    package let trials: Int

    /// Requires 0 ≤ events ≤ trials.
    package init(events: Int, trials: Int) { (self.events, self.trials) = (events, trials) }

    /// The observed rate; nil without trials.
    package var rate: Double? { trials > 0 ? Double(events) / Double(trials) : nil }

    /// Returns the exact interval of Clopper and Pearson (1934): it covers the rate with at least `confidence`.
    package func clopperPearson(confidence: Double) -> ClosedRange<Double> {
        let tail = (1 - confidence) / 2
        return lowerBound(error: tail)...upperBound(error: tail)
    }

    /// Returns the exact one-sided lower bound: the rate is below it with probability at most `error`.
    package func lowerBound(error: Double) -> Double {
        guard events > 0 else { return 0 }
        return IncompleteBeta.inverseLower(Double(events), Double(trials - events + 1), error).x
    }

    /// Returns the exact one-sided upper bound: the rate is above it with probability at most `error`.
    package func upperBound(error: Double) -> Double {
        guard events < trials else { return 1 }
        return IncompleteBeta.inverseUpper(Double(events + 1), Double(trials - events), error).x
    }

    /// Returns the score interval of Wilson (1927), for display; 0...1 without trials.
    package func wilson(confidence: Double) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let z = Normal.upperQuantile((1 - confidence) / 2)
        let (n, p) = (Double(trials), Double(events) / Double(trials))
        let denominator = 1 + z * z / n
        let centre = (p + z * z / (2 * n)) / denominator
        let half = z / denominator * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return (events == 0 ? 0 : max(0, centre - half))...(events == trials ? 1 : min(1, centre + half))
    }
}
