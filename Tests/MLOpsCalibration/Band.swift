import MLOpsStatistics

/// Whether a count of events is consistent with a rate between two limits, exactly by the binomial distribution.
package struct Band: Sendable {
    package let events: Int
    package let trials: Int

    package init(events: Int, trials: Int) { (self.events, self.trials) = (events, trials) }

    // Of the many bands that are asked for in one run, none should fail by chance.
    private static let error = 1e-6

    package func isConsistent(withRateIn range: ClosedRange<Double>) -> Bool {
        let tooFew = Binomial(trials: trials, probability: range.lowerBound).atMost(events) < Self.error
        let tooMany = Binomial(trials: trials, probability: range.upperBound).atLeast(events) < Self.error
        return !tooFew && !tooMany
    }

    package func ratio(to nominal: Double) -> Double { Double(events) / Double(max(1, trials)) / nominal }

    /// Whether a Poisson count is consistent with at most this mean.
    package static func isConsistent(_ events: Int, withMeanAtMost mean: Double) -> Bool {
        events == 0 || IncompleteGamma.lower(Double(events), mean) >= error
    }
}
