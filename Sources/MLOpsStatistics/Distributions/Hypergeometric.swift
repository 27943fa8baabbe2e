/// The hypergeometric distribution: how many of `drawn` come from the `marked` among `population`, without replacement.
package struct Hypergeometric: Sendable, Equatable {
    package let population: Int
    package let marked: Int
    package let drawn: Int

    /// Requires 0 ≤ marked, drawn ≤ population.
    package init(population: Int, marked: Int, drawn: Int) {
        (self.population, self.marked, self.drawn) = (population, marked, drawn)
    }

    /// The counts that have a positive probability.
    package var support: ClosedRange<Int> { max(0, drawn + marked - population)...min(drawn, marked) }

    /// Returns P(X = k).
    package func density(_ k: Int) -> Double {
        guard support.contains(k) else { return 0 }
        let share = Double(drawn) / Double(population)
        let rest = Double(population - drawn) / Double(population)
        let unmarked = population - marked
        let inside = IncompleteBeta.density(Double(k), Double(marked - k), x: share, y: rest)
        let outside = IncompleteBeta.density(Double(drawn - k), Double(unmarked - drawn + k), x: share, y: rest)
        let all = IncompleteBeta.density(Double(drawn), Double(population - drawn), x: share, y: rest)
        return inside * outside / all
    }

    /// Returns P(X ≥ k).
    package func atLeast(_ k: Int) -> Double {
        guard k > support.lowerBound else { return 1 }
        return sum(from: max(k, support.lowerBound), step: 1)
    }

    /// Returns P(X ≤ k).
    package func atMost(_ k: Int) -> Double {
        guard k < support.upperBound else { return 1 }
        return sum(from: min(k, support.upperBound), step: -1)
    }

    // Towards the nearer end the terms fall from the mode on; a negligible rest is left out.
    private func sum(from k: Int, step: Int) -> Double {
        var total = NeumaierSum()
        var at = k
        var term = density(k)
        while support.contains(at) {
            total.add(term)
            let next = term * ratio(at, step)
            if next < term, next < total.value * 1e-18 { break }
            term = next
            at += step
        }
        return min(1, total.value)
    }

    // P(k+step)/P(k).
    private func ratio(_ k: Int, _ step: Int) -> Double {
        let low = step > 0 ? k : k - 1
        let up = Double(marked - low) * Double(drawn - low)
        let down = Double(low + 1) * Double(population - marked - drawn + low + 1)
        return step > 0 ? up / down : down / up
    }
}
