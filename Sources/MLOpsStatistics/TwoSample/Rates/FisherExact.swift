/// Fisher's exact test of a 2×2 table (1934), two-sided; scipy's `fisher_exact`.
package enum FisherExact {
    /// Returns the probability of all tables with these margins that are at most as likely as the observed one.
    package static func p(_ reference: Proportion, _ current: Proportion) -> Double {
        let distribution = Hypergeometric(
            population: reference.trials + current.trials, marked: reference.events + current.events,
            drawn: reference.trials)
        let observed = distribution.density(reference.events)
        // Tables that are equally likely may differ in the last digits.
        let limit = observed * (1 + 1e-7)
        return min(1, NeumaierSum.of(distribution.support.lazy.map(distribution.density).filter { $0 <= limit }))
    }
}
