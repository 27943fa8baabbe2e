/// The binomial distribution: the number of successes in `trials`, each with `probability` in [0, 1].
package struct Binomial: Sendable, Equatable {
    package let trials: Int
    package let probability: Double

    package init(trials: Int, probability: Double) { (self.trials, self.probability) = (trials, probability) }

    /// Returns P(X = k).
    package func density(_ k: Int) -> Double {
        guard k >= 0, k <= trials else { return 0 }
        guard probability > 0 else { return k == 0 ? 1 : 0 }
        guard probability < 1 else { return k == trials ? 1 : 0 }
        return IncompleteBeta.density(Double(k), Double(trials - k), x: probability, y: 1 - probability)
    }

    /// Returns P(X ≥ k).
    package func atLeast(_ k: Int) -> Double {
        guard k > 0 else { return 1 }
        guard k <= trials else { return 0 }
        return IncompleteBeta.lower(Double(k), Double(trials - k + 1), x: probability, y: 1 - probability)
    }

    /// Returns P(X ≤ k).
    package func atMost(_ k: Int) -> Double {
        guard k >= 0 else { return 0 }
        guard k < trials else { return 1 }
        return IncompleteBeta.upper(Double(k + 1), Double(trials - k), x: probability, y: 1 - probability)
    }
}
