import MLOpsStatistics

/// Whether a count of events is consistent with a rate between two limits, exactly by the binomial distribution.
package struct Band: Sendable {
    package let events: Int
    package let trials: Int

    package init(events: Int, trials: Int) { (self.events, self.trials) = (events, trials) }

    // Of the many bands that are asked for in one run, none should fail by chance.
    package static let error = 1e-6

    /// - Parameter error: the chance with which an allowed rate is called another one.
    package func isConsistent(withRateIn range: ClosedRange<Double>, error: Double = Self.error) -> Bool {
        let tooFew = Binomial(trials: trials, probability: range.lowerBound).atMost(events) < error
        let tooMany = Binomial(trials: trials, probability: range.upperBound).atLeast(events) < error
        return !tooFew && !tooMany
    }

    /// The rate that is not exceeded at 95 %, exactly (Clopper and Pearson, *Biometrika* 26:404, 1934).
    package var upperLimit: Double {
        guard events < trials else { return 1 }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<50 {
            let middle = (low + high) / 2
            if Binomial(trials: trials, probability: middle).atMost(events) > 0.05 {
                low = middle
            } else {
                high = middle
            }
        }
        return high
    }

    package static func + (left: Band, right: Band) -> Band {
        Band(events: left.events + right.events, trials: left.trials + right.trials)
    }

    package func ratio(to nominal: Double) -> Double { Double(events) / Double(max(1, trials)) / nominal }

    /// Whether a Poisson count is consistent with at most this mean.
    package static func isConsistent(_ events: Int, withMeanAtMost mean: Double) -> Bool {
        events == 0 || IncompleteGamma.lower(Double(events), mean) >= error
    }
}
