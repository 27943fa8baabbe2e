import MLOpsCore
import MLOpsStatistics

/// What a test of harm goes by, besides the rows.
struct HarmTestDesign: Hashable, Sendable {
    var metric: HarmLoss.Metric
    var isHigherBetter: Bool
    /// The value that the metric has to keep; nil: the one that is learnt.
    var threshold: Double?
    /// The metric at promotion, or the bound; nil: it is learnt.
    var usual: Double?
    /// How much worse than usual is no harm yet; nil: a share of what is usually lost.
    var tolerance: Double?
    var falseAlarmsPerYear: Double
    var learningRows: Int
    /// Whether trainings have a price: then that decides what is worth something, and any harm counts.
    var isWeighed: Bool
    /// Those of earlier models.
    var lives: ModelLives

    /// nil: the condition asks for no proof.
    init?(_ condition: PerformanceCondition, promoted: [Candidate.Metric], isWeighed: Bool, lasted: [Double]) {
        guard let rate = condition.falseAlarmsPerYear, let metric = HarmLoss.Metric(rawValue: condition.metric) else {
            return nil
        }
        self.metric = metric
        isHigherBetter = condition.better == .higher
        falseAlarmsPerYear = rate
        learningRows = Int(clamping: condition.minSamples)
        self.isWeighed = isWeighed
        lives = ModelLives(lasted)
        switch condition.bound {
        case .below(let bound), .above(let bound): (threshold, usual, tolerance) = (bound, bound, 0)
        case .tolerance(let tolerance):
            self.tolerance = tolerance
            usual = promoted.first { $0.name == condition.metric }?.value
            threshold = usual.map { isHigherBetter ? $0 - tolerance : $0 + tolerance }
        case .usual: break
        }
    }
}
