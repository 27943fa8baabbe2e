import Glibc
import MLOpsCore
import MLOpsStatistics
import MLOpsStore

/// What metrics are made of, summed over the labelled rows of a window.
struct WindowSums {
    static let confidence = 0.95
    /// Probabilities of 0 and 1 that were wrong would cost without end.
    private static let leastProbability = 1e-15

    private let task: PredictionsDefinition.ModelTask
    private(set) var predictions: Int64 = 0
    private(set) var labelled: Int64 = 0
    private var counts = ConfusionCounts()
    private var perClass: [Int64: Int64] = [:]
    private var correct: Int64 = 0
    private var brier = RunningMean()
    private var logLoss = RunningMean()
    private var absolute = RunningMean()
    private var squared = RunningMean()
    private var signed = RunningMean()
    private var ranks = RankSum()

    init(task: PredictionsDefinition.ModelTask) { self.task = task }

    /// Labels of the class that has fewest; of numbers all.
    var leastClass: Int64 {
        guard task != .regression else { return labelled }
        if task == .binary { return min(perClass[0] ?? 0, perClass[1] ?? 0) }
        return perClass.values.min() ?? 0
    }

    mutating func add(_ row: JoinedRow) {
        predictions += 1
        guard !row.label.isNaN else { return }
        switch task {
        case .binary: addBinary(row)
        case .multiclass: addMulticlass(row)
        case .regression: addNumber(row)
        }
    }

    private mutating func addBinary(_ row: JoinedRow) {
        let said = row.prediction.isNaN ? (row.score >= 0.5 ? 1 : 0) : row.prediction
        labelled += 1
        perClass[row.label == 1 ? 1 : 0, default: 0] += 1
        counts.add(said: said == 1, came: row.label == 1)
        if said == row.label { correct += 1 }
        guard !row.score.isNaN else { return }
        brier.add((row.score - row.label) * (row.score - row.label))
        let probability = min(max(row.score, Self.leastProbability), 1 - Self.leastProbability)
        logLoss.add(-log(row.label == 1 ? probability : 1 - probability))
        ranks.add(row.score, isPositive: row.label == 1)
    }

    private mutating func addMulticlass(_ row: JoinedRow) {
        guard !row.prediction.isNaN else { return }
        labelled += 1
        perClass[Int64(row.label), default: 0] += 1
        if row.prediction == row.label { correct += 1 }
    }

    private mutating func addNumber(_ row: JoinedRow) {
        guard !row.prediction.isNaN else { return }
        labelled += 1
        let error = row.prediction - row.label
        absolute.add(error.magnitude)
        squared.add(error * error)
        signed.add(error)
    }

    /// The metrics by their names, in a fixed order.
    var figures: [(name: String, figure: MetricFigure)] {
        switch task {
        case .binary: binaryFigures
        case .multiclass: [("accuracy", share(correct, of: labelled, "there are no labels"))]
        case .regression:
            [
                ("mae", absolute.figure), ("mse", squared.figure), ("rmse", squared.figure.root),
                ("bias", signed.figure),
            ]
        }
    }

    private var binaryFigures: [(name: String, figure: MetricFigure)] {
        [
            ("accuracy", share(correct, of: labelled, "there are no labels")),
            (
                "precision",
                share(counts.hits, of: counts.hits + counts.falseAlarms, "nothing was predicted to be 1")
            ),
            ("recall", share(counts.hits, of: counts.hits + counts.misses, "no label is 1")),
            ("specificity", share(counts.rejections, of: counts.rejections + counts.falseAlarms, "no label is 0")),
            ("f1", counts.f1(confidence: Self.confidence)),
            ("brier", brier.figure), ("log_loss", logLoss.figure), ("auroc", ranks.figure),
        ]
    }

    private func share(_ part: Int64, of whole: Int64, _ reason: String) -> MetricFigure {
        guard whole > 0 else { return MetricFigure(reason: reason) }
        let proportion = Proportion(events: Int(part), trials: Int(whole))
        let interval = proportion.clopperPearson(confidence: Self.confidence)
        return MetricFigure(value: proportion.rate, low: interval.lowerBound, high: interval.upperBound)
    }
}
