import MLOpsStatistics

/// Whether a count of events is consistent with a rate between two limits, exactly by the binomial distribution.
struct Band {
    let events: Int
    let trials: Int

    private static let error = 1e-6

    func isConsistent(withRateIn range: ClosedRange<Double>) -> Bool {
        let tooFew = Binomial(trials: trials, probability: range.lowerBound).atMost(events) < Self.error
        let tooMany = Binomial(trials: trials, probability: range.upperBound).atLeast(events) < Self.error
        return !tooFew && !tooMany
    }

    func ratio(to nominal: Double) -> Double { Double(events) / Double(trials) / nominal }
}
