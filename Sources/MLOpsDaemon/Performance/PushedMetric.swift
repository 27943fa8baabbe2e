import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// A value that another program counted, as a window of its own.
struct PushedMetric {
    /// Shares of a number of samples: their intervals follow from both.
    private static let shares: Set = [
        "accuracy", "precision", "recall", "sensitivity", "specificity", "tpr", "tnr", "fpr", "fnr", "error_rate",
    ]

    let point: MetricPoint

    func window(
        of version: ModelVersionID, for condition: PerformanceCondition, _ judge: PerformanceJudge
    ) -> PerformanceWindow {
        let at = Instant(microseconds: point.at)
        let figure = figure
        var window = PerformanceWindow(
            start: at, end: at, version: version, predictions: point.samples, labelled: point.samples,
            status: point.samples >= condition.minSamples ? .judged : .insufficient, value: figure.value,
            low: figure.low, high: figure.high)
        window.isBreach =
            window.status == .judged && judge.isBreach(value: point.value, low: figure.low, high: figure.high)
        return window
    }

    /// The value with the interval that was sent, or that follows.
    var figure: MetricFigure {
        if let low = point.low, let high = point.high { return MetricFigure(value: point.value, low: low, high: high) }
        guard Self.shares.contains(point.metric), (0...1).contains(point.value), point.samples < 1 << 50 else {
            return MetricFigure(value: point.value)
        }
        let events = Int((point.value * Double(point.samples)).rounded())
        let interval = Proportion(events: events, trials: Int(point.samples))
            .clopperPearson(confidence: WindowSums.confidence)
        return MetricFigure(
            value: point.value, low: min(interval.lowerBound, point.value),
            high: max(interval.upperBound, point.value))
    }
}
