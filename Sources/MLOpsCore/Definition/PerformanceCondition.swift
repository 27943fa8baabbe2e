/// The model in production is surely worse than it has to be (SEMANTICS 3).
package struct PerformanceCondition: Hashable, Sendable {
    /// What a window must not be; of an interval the end that is hard to prove counts.
    package enum Bound: Hashable, Sendable {
        case below(Double)
        case above(Double)
        /// Worse by more than this than the metric of the champion when it was promoted.
        case tolerance(Double)
    }

    /// Where the values of the metric come from.
    package enum Source: String, Sendable, CaseIterable {
        /// They are made of logged predictions and their labels.
        case predictions
        /// Another program counts them and sends them in.
        case pushed
    }

    package var metric: String
    package var source: Source
    package var better: GateDefinition.Direction
    package var bound: Bound
    /// Labelled predictions that a window needs.
    package var minSamples: Int64
    /// How many of how many judged windows have to be over the bound.
    package var breaches: Int
    package var windows: Int
    /// How long there may be no predictions before it is told; nil: for ever.
    package var noDataFor: Duration?

    package init(
        metric: String, source: Source = .predictions, better: GateDefinition.Direction, bound: Bound,
        minSamples: Int64 = 500, breaches: Int = 2,
        windows: Int = 3, noDataFor: Duration? = nil
    ) {
        self.metric = metric
        self.source = source
        self.better = better
        self.bound = bound
        self.minSamples = minSamples
        self.breaches = breaches
        self.windows = windows
        self.noDataFor = noDataFor
    }
}
