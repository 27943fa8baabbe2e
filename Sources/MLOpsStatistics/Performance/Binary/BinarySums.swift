import RealModule

/// What metrics of predictions of 0 and 1 are made of.
struct BinarySums: Sendable, Equatable {
    private(set) var counts = ConfusionCounts()
    private var brier = WideMoments()
    private var logLoss = WideMoments()
    private var scores = RankedCounts()
    // Scores outside 0...1.
    private var improbable = 0

    init() {}

    /// A row without a prediction says 1 when its score is at least ½.
    mutating func add(_ row: PerformanceRow) {
        let isPositive = row.label == 1
        counts.add(said: row.prediction.isNaN ? row.score >= 0.5 : row.prediction == 1, came: isPositive)
        guard !row.score.isNaN else { return }
        scores.add(row.score, isPositive: isPositive)
        guard row.score >= 0, row.score <= 1 else { return improbable += 1 }
        let gap = row.score - (isPositive ? 1 : 0)
        brier.add(gap * gap)
        logLoss.add(LogLoss.of(isPositive ? row.score : 1 - row.score))
    }

    mutating func merge(_ other: BinarySums) {
        counts.merge(other.counts)
        brier.merge(other.brier)
        logLoss.merge(other.logLoss)
        scores.merge(other.scores)
        improbable += other.improbable
    }

    var labelled: Int { counts.total }
    var leastClass: Int { min(counts.positives, counts.negatives) }

    var figures: [NamedFigure] {
        let curve = ScoreCurve(scores)
        return counts.figures + [
            NamedFigure("brier", probable(brier.figure(in: 0...1, orElse: Self.unscored))),
            NamedFigure("log_loss", probable(logLoss.figure(in: 0...(.infinity), orElse: Self.unscored))),
            NamedFigure("ece", probable(curve.calibrationError)), NamedFigure("auroc", curve.area),
            NamedFigure("average_precision", curve.averagePrecision), NamedFigure("ks", curve.distance),
            NamedFigure("lift_at_10", curve.lift),
        ]
    }

    private static let unscored = "no row has a score and a label"

    private func probable(_ figure: PerformanceFigure) -> PerformanceFigure {
        improbable == 0 ? figure : PerformanceFigure(undefined: "not all scores are probabilities between 0 and 1")
    }
}

/// The logarithmic loss.
enum LogLoss {
    /// −ln p of the probability that what came true was given; as in scikit-learn at least 2⁻⁵², so that certainty of
    /// what is false costs much, and not without end.
    static func of(_ probability: Double) -> Double { -Double.log(min(1 - 0x1p-52, max(0x1p-52, probability))) }
}

extension BinarySums {
    func write(to writer: inout ByteWriter) {
        for count in [counts.hits, counts.falseAlarms, counts.misses, counts.rejections, improbable] {
            writer.write(count)
        }
        brier.write(to: &writer)
        logLoss.write(to: &writer)
        scores.write(to: &writer)
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        counts.hits = try reader.number(upTo: PerformanceSums.mostRows)
        counts.falseAlarms = try reader.number(upTo: PerformanceSums.mostRows)
        counts.misses = try reader.number(upTo: PerformanceSums.mostRows)
        counts.rejections = try reader.number(upTo: PerformanceSums.mostRows)
        improbable = try reader.number(upTo: PerformanceSums.mostRows)
        brier = try WideMoments(&reader)
        logLoss = try WideMoments(&reader)
        scores = try RankedCounts(&reader)
    }
}
