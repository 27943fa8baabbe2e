import MLOpsStatistics

/// What was said against what came true, of two classes.
struct ConfusionCounts {
    private(set) var hits: Int64 = 0
    private(set) var falseAlarms: Int64 = 0
    private(set) var misses: Int64 = 0
    private(set) var rejections: Int64 = 0

    mutating func add(said: Bool, came: Bool) {
        switch (said, came) {
        case (true, true): hits += 1
        case (true, false): falseAlarms += 1
        case (false, true): misses += 1
        case (false, false): rejections += 1
        }
    }

    /// F1 with an exact interval: among the rows where something was said or came true the hits are binomial with rate J,
    /// and F1 = 2J / (1 + J) rises with J.
    func f1(confidence: Double) -> MetricFigure {
        let concerned = hits + falseAlarms + misses
        guard concerned > 0 else { return MetricFigure(reason: "nothing was predicted to be 1 and no label is 1") }
        let jaccard = Proportion(events: Int(hits), trials: Int(concerned))
        let interval = jaccard.clopperPearson(confidence: confidence)
        func f1(_ rate: Double) -> Double { 2 * rate / (1 + rate) }
        return MetricFigure(
            value: jaccard.rate.map(f1), low: f1(interval.lowerBound), high: f1(interval.upperBound))
    }
}
