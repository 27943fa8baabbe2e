import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Reads what is answered about the performance of a pipeline from what is kept of its predictions.
struct PerformanceReading: Sendable {
    struct Result: Sendable {
        var join: JoinTally
        /// Files that can not be read on.
        var problems: [String]
        /// Objects of JSON with commas between them.
        var windows: [UInt8]
        var estimated: [EstimateValue.Window]
    }

    let store: PredictionStore
    /// nil: metrics are only pushed.
    let predictions: PredictionsDefinition?
    let now: Instant
    /// So many windows, the last.
    let limit: Int
    /// Of segments, besides all predictions.
    let column: Int64?
    /// nil: all.
    let metrics: [String]?

    func read() throws(StoreError) -> Result {
        let words = try store.words()
        var windows = WindowText(now: now, words: words)
        var estimated: [EstimateValue.Window] = []
        if let predictions {
            for column in [-1, column].compactMap(\.self) {
                for figure in try figures(of: column) { windows.append(figure, predictions) }
            }
            estimated = try figures(of: WindowFigure.estimated).map { EstimateValue.Window($0, predictions, words) }
        }
        for point in try store.points(newest: limit) where metrics?.contains(point.metric) ?? true {
            windows.append(point)
        }
        let problems = try store.sources().compactMap { source in
            source.failure.map { "\(String(decoding: source.path, as: UTF8.self)): \($0)" }
        }
        return Result(join: try store.tally(), problems: problems, windows: windows.bytes, estimated: estimated)
    }

    private func figures(of column: Int64) throws(StoreError) -> [WindowFigure] {
        try store.figures(newest: limit, column: column, metrics: metrics)
    }
}

extension EstimateValue.Window {
    fileprivate init(_ figure: WindowFigure, _ predictions: PredictionsDefinition, _ words: [Int64: String]) {
        self.init(
            start: Timestamp(microseconds: figure.start),
            end: Timestamp(microseconds: figure.start + predictions.grid.length),
            version: words[figure.version] ?? "", n: figure.predictions, learnt: figure.labelled,
            metrics: figure.metrics.mapValues {
                EstimateValue.Metric(
                    value: $0.value, low: $0.low, high: $0.high, reason: $0.reason, uncorrected: $0.uncorrected)
            })
    }
}
