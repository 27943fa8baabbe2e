/// A check that a candidate must pass before it goes live.
package struct GateDefinition: Hashable, Sendable {
    package enum Bound: Hashable, Sendable {
        case atLeast(Double)
        case atMost(Double)
        /// The candidate may be worse than the champion by at most `margin`, in the metric's own units.
        case notWorseThanChampion(margin: Double)
    }

    package enum Direction: String, Sendable, CaseIterable {
        case higher, lower
    }

    package var metric: String
    package var bound: Bound
    /// Which values of the metric are better.
    package var better: Direction

    package init(metric: String, bound: Bound, better: Direction) {
        self.metric = metric
        self.bound = bound
        self.better = better
    }
}
