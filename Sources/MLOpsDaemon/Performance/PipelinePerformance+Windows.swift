import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Windows as a condition looks at them.
extension PipelinePerformance {
    /// What windows that cannot be judged yet are estimated at, from the earliest on.
    func estimated(
        _ codes: Set<Int64>, _ version: ModelVersionID, _ condition: PerformanceCondition
    ) throws -> [PerformanceWindow] {
        guard let predictions, condition.source == .predictions else { return [] }
        let windows = PerformanceWindows(predictions: predictions, now: now().wall)
        let labelled = try store.figures(newest: Self.windowsJudged).filter { codes.contains($0.version) }
        let open = labelled.filter {
            !windows.isMature($0.start, predictions: $0.predictions, labelled: $0.labelled)
        }
        let starts = Set(open.map(\.start))
        return try store.figures(newest: Self.windowsJudged, column: WindowFigure.estimated)
            .filter { codes.contains($0.version) && starts.contains($0.start) }
            .map { windows.estimated($0, of: version, condition.metric) }
    }

    func windows(
        _ figures: [WindowFigure], _ codes: Set<Int64>, of version: ModelVersionID,
        for condition: PerformanceCondition, _ judge: PerformanceJudge
    ) throws -> [PerformanceWindow] {
        if condition.source == .pushed {
            return try store.points(of: condition.metric, newest: Self.windowsJudged).filter {
                codes.contains($0.version)
            }
            .map { PushedMetric(point: $0).window(of: version, for: condition, judge) }
        }
        guard let predictions else { return [] }
        return PerformanceWindows(predictions: predictions, now: now().wall)
            .windows(figures, of: version, for: condition, judge)
    }
}
