import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Says of windows whether they can be judged, and what of them.
struct PerformanceWindows {
    let predictions: PredictionsDefinition
    let now: Instant

    /// Windows of one version as a trigger sees them, from the earliest on.
    func windows(
        _ figures: [WindowFigure], of version: ModelVersionID, for condition: PerformanceCondition,
        _ judge: PerformanceJudge
    ) -> [PerformanceWindow] {
        figures.map { figure in
            var window = PerformanceWindow(
                start: Instant(microseconds: figure.start),
                end: Instant(microseconds: figure.start + predictions.grid.length), version: version,
                predictions: figure.predictions, labelled: figure.labelled,
                status: status(of: figure, minSamples: condition.minSamples))
            guard window.status == .judged else { return window }
            let metric = figure.metrics[condition.metric]
            (window.value, window.low, window.high) = (metric?.value, metric?.low, metric?.high)
            guard let value = window.value else {
                window.status = .undefined
                return window
            }
            window.isBreach = judge.isBreach(value: value, low: window.low, high: window.high)
            return window
        }
    }

    /// A window whose value is an estimate.
    func estimated(_ figure: WindowFigure, of version: ModelVersionID, _ metric: String) -> PerformanceWindow {
        let estimate = figure.metrics[metric]
        return PerformanceWindow(
            start: Instant(microseconds: figure.start),
            end: Instant(microseconds: figure.start + predictions.grid.length), version: version,
            predictions: figure.predictions, labelled: 0, status: .immature, value: estimate?.value,
            low: estimate?.low, high: estimate?.high)
    }

    /// Whether a window is mature and has labels enough.
    func status(of figure: WindowFigure, minSamples: Int64) -> PerformanceWindow.Status {
        guard isMature(figure.start, predictions: figure.predictions, labelled: figure.labelled) else {
            return .immature
        }
        let needed = predictions.task == .regression ? 0 : predictions.minPerClass
        return figure.labelled >= minSamples && figure.leastClass >= needed ? .judged : .insufficient
    }

    /// Whether enough of what was predicted in the window that begins then has come true, or time enough has passed.
    func isMature(_ start: Int64, predictions count: Int64, labelled: Int64) -> Bool {
        let end = Instant(microseconds: start + predictions.grid.length)
        // Before it ends nobody knows what is still to be predicted.
        guard now >= end, count > 0 else { return false }
        if let horizon = predictions.labelHorizon, now >= end + horizon { return true }
        return Double(labelled) >= predictions.minLabelCoverage * Double(count)
    }
}
