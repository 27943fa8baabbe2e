/// The loss of a row by which harm to a metric is found: bounded for metrics of classes, and linear, so that a mean of losses
/// says what became of the metric.
///
/// A ratio is linearised: F1 ≥ f is E[2·TP − f(2·TP + FP + FN)] ≥ 0, whose terms are brought to 0...1 such that a hit that
/// becomes a miss costs 1. Precision, recall and specificity are error rates among the rows that they are about.
package struct HarmLoss: Sendable, Hashable, Codable {
    /// By the names that triggers use.
    package enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
        case accuracy, precision, recall, specificity, f1, brier
        case logLoss = "log_loss"
        case mae, mse, rmse
    }

    package let metric: Metric
    /// f: the value of the metric that a ratio is linearised at; of no importance to others.
    package let point: Double
    /// Of how many rows it is known, and the sum of 2·TP + FP + FN over them.
    package private(set) var rows = 0.0
    package private(set) var concerned = 0.0

    package init(_ metric: Metric, at point: Double = 0.5) {
        self.metric = metric
        self.point = point.isFinite ? max(0, min(1, point)) : 0.5
    }

    /// Returns the loss of a row; nil: it says nothing of the metric.
    ///
    /// - Parameters:
    ///   - said: The prediction: 0 or 1, the code of a class, or a number.
    ///   - came: The label, likewise.
    ///   - score: The probability of 1; NaN: there is none.
    package func loss(said: Double, came: Double, score: Double = .nan) -> Double? {
        guard !came.isNaN else { return nil }
        switch metric {
        case .accuracy: return said.isNaN ? nil : (said == came ? 0 : 1)
        case .precision: return said == 1 ? (came == 1 ? 0 : 1) : nil
        case .recall: return came == 1 ? (said == 1 ? 0 : 1) : nil
        case .specificity: return came == 0 ? (said == 1 ? 1 : 0) : nil
        case .f1: return linearised(said: said == 1, came: came == 1)
        case .brier: return score.isNaN ? nil : (score - came) * (score - came)
        case .logLoss:
            guard !score.isNaN else { return nil }
            return LogLoss.of(came == 1 ? score : 1 - score)
        case .mae: return said.isNaN ? nil : (said - came).magnitude
        case .mse, .rmse: return said.isNaN ? nil : (said - came) * (said - came)
        }
    }

    /// Returns the loss of a row that has a score of each of many classes; nil: the metric is of other rows, or a score is no
    /// probability.
    ///
    /// - Parameter truth: the place of the class that came true.
    package func loss(scores: [Double], truth: Int) -> Double? {
        guard scores.indices.contains(truth), scores.allSatisfy({ (0...1).contains($0) }) else { return nil }
        switch metric {
        case .brier:
            return scores.enumerated().reduce(0) { sum, next in
                let gap = next.element - (next.offset == truth ? 1 : 0)
                return sum + gap * gap
            }
        case .logLoss:
            // As the metric, of what they make of it when they do not sum to 1.
            let total = scores.reduce(0, +)
            return LogLoss.of(total > 0 ? scores[truth] / total : 0)
        case .accuracy, .precision, .recall, .specificity, .f1, .mae, .mse, .rmse: return nil
        }
    }

    /// Notes a row, whose loss it returns as ``loss(said:came:score:)`` does.
    package mutating func observe(said: Double, came: Double, score: Double = .nan) -> Double? {
        guard let loss = loss(said: said, came: came, score: score) else { return nil }
        rows += 1
        if metric == .f1 { concerned += (said == 1 ? 1 : 0) + (came == 1 ? 1 : 0) }
        return loss
    }

    /// Returns the mean loss at which the metric has the value; of F1 only for the value it is linearised at.
    package func meanLoss(at value: Double) -> Double {
        switch metric {
        case .accuracy, .precision, .recall, .specificity: 1 - value
        case .f1: (2 - 2 * point) / (2 - point)
        case .brier, .logLoss, .mae, .mse: value
        case .rmse: min(LossScale.largest, value * value)
        }
    }

    /// Returns the value that the metric has where the mean loss is this; of F1 by the rows noted so far.
    package func value(atMeanLoss loss: Double) -> Double? {
        switch metric {
        case .accuracy, .precision, .recall, .specificity: return 1 - loss
        case .f1:
            guard concerned > 0 else { return nil }
            return max(0, min(1, point + (2 - 2 * point - loss * (2 - point)) * rows / concerned))
        case .brier, .logLoss, .mae, .mse: return loss
        case .rmse: return max(0, loss).squareRoot()
        }
    }

    /// Returns how much the mean loss changes where the metric changes by so much from a value.
    package func length(of change: Double, at value: Double) -> Double {
        switch metric {
        case .f1: rows > 0 ? change * concerned / rows / (2 - point) : 0
        case .rmse: min(LossScale.largest, (2 * value + change) * change)
        default: change
        }
    }

    private func linearised(said: Bool, came: Bool) -> Double {
        let concerned = (said ? 1.0 : 0) + (came ? 1 : 0)
        let term = (said && came ? 2 : 0) - point * concerned
        return (2 - 2 * point - term) / (2 - point)
    }
}
