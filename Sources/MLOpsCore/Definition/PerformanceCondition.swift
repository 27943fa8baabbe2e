/// The model in production is surely worse than it has to be (SEMANTICS 3).
package struct PerformanceCondition: Hashable, Sendable {
    /// What a window must not be; of an interval the end that is hard to prove counts.
    package enum Bound: Hashable, Sendable {
        case below(Double)
        case above(Double)
        /// Worse by more than this than the metric of the champion when it was promoted.
        case tolerance(Double)
        /// Worse than what was usual at first, by proof; only with a rate of false alarms.
        case usual
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
    /// Labelled predictions that a window needs; with a rate of false alarms, those that tell what is usual.
    package var minSamples: Int64
    /// How many of how many judged windows have to be over the bound.
    package var breaches: Int
    package var windows: Int
    /// How long there may be no predictions before it is told; nil: for ever.
    package var noDataFor: Duration?
    /// How often a year harm may be proven where there is none; nil: windows are counted instead.
    package var falseAlarmsPerYear: Double?

    package init(
        metric: String, source: Source = .predictions, better: GateDefinition.Direction, bound: Bound,
        minSamples: Int64 = 500, breaches: Int = 2,
        windows: Int = 3, noDataFor: Duration? = nil,
        falseAlarmsPerYear: Double? = nil
    ) {
        self.metric = metric
        self.source = source
        self.better = better
        self.bound = bound
        self.minSamples = minSamples
        self.breaches = breaches
        self.windows = windows
        self.noDataFor = noDataFor
        self.falseAlarmsPerYear = falseAlarmsPerYear
    }
}

extension PerformanceCondition {
    /// Metrics that lie between 0 and 1.
    package static let shares: Set = [
        "accuracy", "balanced_accuracy", "precision", "recall", "specificity", "npv", "f1", "f2", "f05", "auroc",
        "average_precision", "precision_macro", "recall_macro", "f1_macro", "precision_weighted", "recall_weighted",
        "f1_weighted", "f1_micro", "auroc_macro", "jaccard", "brier", "ece", "ks",
    ]

    /// Whether a value is held against a bound between 0 and 1, which one in per cent is never on the right side of.
    package var hasBoundOfShare: Bool {
        guard Self.shares.contains(metric) else { return false }
        return switch bound {
        case .below, .above: true
        case .tolerance, .usual: false
        }
    }
}
