import MLOpsCore
import MLOpsStatistics
import MLOpsStore

/// What metrics are made of, summed over the rows of a window.
struct WindowSums {
    static let confidence = 0.95

    private var sums: PerformanceSums

    /// - Parameter classes: of multiclass tasks the codes of the classes whose scores rows have, in their order; without
    ///   them the metrics of scores have no value.
    init(task: PredictionsDefinition.ModelTask, classes: [Int64] = []) {
        switch task {
        case .binary: sums = PerformanceSums(.binary)
        case .multiclass: sums = PerformanceSums(.multiclass(classes: classes))
        case .regression: sums = PerformanceSums(.regression)
        }
    }

    var predictions: Int64 { Int64(sums.predictions) }
    var labelled: Int64 { Int64(sums.labelled) }
    /// Labels of the class that has fewest; of numbers all.
    var leastClass: Int64 { Int64(sums.leastClass) }

    mutating func add(_ row: JoinedRow) {
        sums.add(
            PerformanceRow(prediction: row.prediction, score: row.score, label: row.label, scores: row.scores))
    }

    /// The metrics by their names, in a fixed order.
    var figures: [(name: String, figure: MetricFigure)] {
        sums.figures.map { ($0.name, MetricFigure($0.figure)) }
    }
}

extension MetricFigure {
    init(_ figure: PerformanceFigure) {
        self.init(value: figure.value, low: figure.low, high: figure.high, reason: figure.reason)
    }

    /// - Parameter late: What labels that came late correct it by.
    init(_ estimate: EstimatedFigure, of window: Int64, _ late: LateLabels) {
        self.init(late.corrected(estimate, of: window))
        guard estimate.error > 0, estimate.error.isFinite else { return }
        (uncorrected, error) = (estimate.figure.value, estimate.error)
    }
}
