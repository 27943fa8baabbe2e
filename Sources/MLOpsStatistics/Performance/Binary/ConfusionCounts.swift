/// What was said against what came true, of two classes.
struct ConfusionCounts: Sendable, Equatable {
    var hits = 0
    var falseAlarms = 0
    var misses = 0
    var rejections = 0

    mutating func add(said: Bool, came: Bool) {
        switch (said, came) {
        case (true, true): hits += 1
        case (true, false): falseAlarms += 1
        case (false, true): misses += 1
        case (false, false): rejections += 1
        }
    }

    mutating func merge(_ other: ConfusionCounts) {
        hits += other.hits
        falseAlarms += other.falseAlarms
        misses += other.misses
        rejections += other.rejections
    }

    var total: Int { hits + falseAlarms + misses + rejections }
    var positives: Int { hits + misses }
    var negatives: Int { rejections + falseAlarms }
}

extension ConfusionCounts {
    var figures: [NamedFigure] {
        // Three others follow from its interval, which takes longer than all the rest.
        let jaccard = jaccard
        return [
            NamedFigure("accuracy", .share(hits + rejections, of: total, orElse: "there are no labels")),
            NamedFigure("balanced_accuracy", balancedAccuracy),
            NamedFigure(
                "precision", .share(hits, of: hits + falseAlarms, orElse: "nothing was predicted to be 1")),
            NamedFigure(
                "npv", .share(rejections, of: rejections + misses, orElse: "nothing was predicted to be 0")),
            NamedFigure("recall", .share(hits, of: positives, orElse: "no label is 1")),
            NamedFigure("specificity", .share(rejections, of: negatives, orElse: "no label is 0")),
            NamedFigure("f1", f1(jaccard)), NamedFigure("f2", fScore(weightOfRecall: 2, jaccard)),
            NamedFigure("f05", fScore(weightOfRecall: 0.5, jaccard)), NamedFigure("jaccard", jaccard),
            NamedFigure("mcc", table.correlation), NamedFigure("kappa", table.kappa),
        ]
    }

    private static let nothingConcerned = "nothing was predicted to be 1 and no label is 1"

    private var jaccard: PerformanceFigure {
        .share(hits, of: hits + falseAlarms + misses, orElse: Self.nothingConcerned)
    }

    /// F1 with an exact interval: among the rows where something was said or came true the hits are binomial with rate J,
    /// and F1 = 2J / (1 + J) rises with J.
    private func f1(_ jaccard: PerformanceFigure) -> PerformanceFigure {
        guard jaccard.value != nil else { return jaccard }
        func f1(_ rate: Double) -> Double { 2 * rate / (1 + rate) }
        return PerformanceFigure(
            value: Double(2 * hits) / Double(2 * hits + falseAlarms + misses), low: jaccard.low.map(f1),
            high: jaccard.high.map(f1))
    }

    /// (1+β²)·TP / ((1+β²)·TP + β²·FN + FP) by the delta method; where that gives no error, between the bounds that the
    /// interval of the Jaccard index leaves whatever share of the errors are misses.
    private func fScore(weightOfRecall beta: Double, _ jaccard: PerformanceFigure) -> PerformanceFigure {
        guard let low = jaccard.low, let high = jaccard.high else { return jaccard }
        let square = beta * beta
        let part = (1 + square) * Double(hits)
        let whole = part + square * Double(misses) + Double(falseAlarms)
        let score = part / whole
        let slope = [(1 + square) * (1 - score) / whole, -score / whole, -square * score / whole, 0]
        let error = DeltaMethod.error(of: [hits, falseAlarms, misses, rejections].map(Double.init), slope)
        if error > 1e-9 { return .logOdds(score, error: error) }
        func bound(_ rate: Double, _ weight: Double) -> Double { rate / (rate + weight / (1 + square) * (1 - rate)) }
        return PerformanceFigure(value: score, low: bound(low, max(1, square)), high: bound(high, min(1, square)))
    }

    /// The mean of recall and specificity; its interval puts together those of Wilson for both, as Newcombe (1998) does
    /// for differences.
    private var balancedAccuracy: PerformanceFigure {
        guard positives > 0, negatives > 0 else {
            return PerformanceFigure(undefined: positives == 0 ? "no label is 1" : "no label is 0")
        }
        let (recall, specificity) = (Double(hits) / Double(positives), Double(rejections) / Double(negatives))
        let a = Proportion(events: hits, trials: positives).wilson(confidence: PerformanceFigure.confidence)
        let b = Proportion(events: rejections, trials: negatives).wilson(confidence: PerformanceFigure.confidence)
        func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
        let value = (recall + specificity) / 2
        return PerformanceFigure(
            value: value, low: max(0, value - length(recall - a.lowerBound, specificity - b.lowerBound) / 2),
            high: min(1, value + length(a.upperBound - recall, b.upperBound - specificity) / 2))
    }

    private var table: ConfusionTable {
        ConfusionTable(cells: [
            .init(label: 0, prediction: 0, count: Double(rejections)),
            .init(label: 0, prediction: 1, count: Double(falseAlarms)),
            .init(label: 1, prediction: 0, count: Double(misses)),
            .init(label: 1, prediction: 1, count: Double(hits)),
        ])
    }
}
