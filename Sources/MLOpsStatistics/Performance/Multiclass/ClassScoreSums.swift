import RealModule

/// What metrics of the probabilities of many classes are made of.
///
/// Each row is also a query whose one relevant document is the class that came true, so the measures of rankings follow:
/// with one relevant document the mean average precision is the mean reciprocal rank.
struct ClassScoreSums: Sendable, Equatable {
    /// With more classes than these the areas under their curves are left out.
    static let mostCurves = 32
    static let ranks = [2, 3, 5]

    let classes: [Int64]
    private var logLoss = WideMoments()
    private var brier = WideMoments()
    private var reciprocalRank = WideMoments()
    private var gain = WideMoments()
    // Rows whose class is among the first 2, 3 and 5.
    private var hits = [Int](repeating: 0, count: ranks.count)
    private var confidences = RankedCounts()
    private var curves: [RankedCounts]
    private var improbable = 0
    private var scored = 0

    init(classes: [Int64]) {
        self.classes = classes
        curves = Array(repeating: RankedCounts(), count: classes.count <= Self.mostCurves ? classes.count : 0)
    }

    /// Rows without all scores, or with a label that has none, say nothing.
    mutating func add(_ row: PerformanceRow) {
        guard row.scores.count == classes.count, !row.scores.contains(where: \.isNaN),
            let truth = classes.firstIndex(where: { Double($0) == row.label })
        else { return }
        scored += 1
        addRank(row.scores, truth)
        for index in curves.indices { curves[index].add(row.scores[index], isPositive: index == truth) }
        guard row.scores.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return improbable += 1 }
        // As scikit-learn, of what they make of it when they do not sum to 1.
        let total = row.scores.reduce(0, +)
        logLoss.add(LogLoss.of(total > 0 ? row.scores[truth] / total : 0))
        brier.add(
            NeumaierSum.of(
                row.scores.indices.lazy.map {
                    let gap = row.scores[$0] - ($0 == truth ? 1 : 0)
                    return gap * gap
                }))
        let (confidence, choice) = Self.largest(row.scores)
        confidences.add(confidence, isPositive: choice == truth)
    }

    // Equal scores share the middle of their places, the worse of two.
    private mutating func addRank(_ scores: [Double], _ truth: Int) {
        let above = scores.count { $0 > scores[truth] }
        let equal = scores.count { $0 == scores[truth] } - 1
        let rank = Double(1 + above + (equal + 1) / 2)
        reciprocalRank.add(1 / rank)
        gain.add(1 / Double.log2(rank + 1))
        for index in Self.ranks.indices where rank <= Double(Self.ranks[index]) { hits[index] += 1 }
    }

    private static func largest(_ scores: [Double]) -> (Double, Int) {
        var (best, choice) = (-Double.infinity, 0)
        for (index, score) in scores.enumerated() where score > best { (best, choice) = (score, index) }
        return (best, choice)
    }

    mutating func merge(_ other: ClassScoreSums) {
        logLoss.merge(other.logLoss)
        brier.merge(other.brier)
        reciprocalRank.merge(other.reciprocalRank)
        gain.merge(other.gain)
        for (index, count) in other.hits.enumerated() { hits[index] += count }
        confidences.merge(other.confidences)
        for (index, curve) in other.curves.enumerated() where index < curves.count { curves[index].merge(curve) }
        improbable += other.improbable
        scored += other.scored
    }

    var figures: [NamedFigure] {
        let tops = zip(Self.ranks, hits).map { rank, hits in
            NamedFigure("top_\(rank)_accuracy", .share(hits, of: scored, orElse: Self.unscored))
        }
        return tops + [
            NamedFigure("mrr", reciprocalRank.figure(in: 0...1, orElse: Self.unscored)),
            NamedFigure("ndcg", gain.figure(in: 0...1, orElse: Self.unscored)),
            NamedFigure("auroc_macro", area),
            NamedFigure("log_loss", probable(logLoss.figure(in: 0...(.infinity), orElse: Self.unscored))),
            NamedFigure("brier", probable(brier.figure(in: 0...2, orElse: Self.unscored))),
            NamedFigure("ece", probable(ScoreCurve(confidences).calibrationError)),
        ]
    }

    private static let unscored = "no labelled row has a score for each class"

    private func probable(_ figure: PerformanceFigure) -> PerformanceFigure {
        improbable == 0 ? figure : PerformanceFigure(undefined: "not all scores are probabilities between 0 and 1")
    }

    /// The mean of the areas of each class against the rest; its interval as wide as that of a mean of areas that rise and
    /// fall together, which is at least as wide as theirs.
    private var area: PerformanceFigure {
        guard scored > 0 else { return PerformanceFigure(undefined: Self.unscored) }
        guard !curves.isEmpty else {
            return PerformanceFigure(undefined: "there are more than \(Self.mostCurves) classes")
        }
        let areas = curves.map { ScoreCurve($0).area }
        let values = areas.compactMap(\.value)
        guard values.count == areas.count else {
            return PerformanceFigure(undefined: "a class is no label, or the only one")
        }
        let count = Double(values.count)
        return PerformanceFigure(
            value: NeumaierSum.of(values) / count, low: areas.compactMap(\.low).reduce(0, +) / count,
            high: areas.compactMap(\.high).reduce(0, +) / count)
    }
}

extension ClassScoreSums {
    func write(to writer: inout ByteWriter) {
        writer.write(scored)
        writer.write(improbable)
        for count in hits { writer.write(count) }
        for moments in [logLoss, brier, reciprocalRank, gain] { moments.write(to: &writer) }
        confidences.write(to: &writer)
        for curve in curves { curve.write(to: &writer) }
    }

    init(_ reader: inout ByteReader, classes: [Int64]) throws(MalformedProfile) {
        self.init(classes: classes)
        scored = try reader.number(upTo: PerformanceSums.mostRows)
        improbable = try reader.number(upTo: scored)
        for index in hits.indices { hits[index] = try reader.number(upTo: scored) }
        logLoss = try WideMoments(&reader)
        brier = try WideMoments(&reader)
        reciprocalRank = try WideMoments(&reader)
        gain = try WideMoments(&reader)
        confidences = try RankedCounts(&reader)
        for index in curves.indices { curves[index] = try RankedCounts(&reader) }
    }
}
