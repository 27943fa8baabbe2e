/// A prediction with what came true of it; NaN stands for what is not known.
package struct PerformanceRow: Sendable, Hashable {
    /// 0 or 1, the number of a class, or a number.
    package var prediction: Double
    /// Of binary tasks: the probability of 1, or anything that rises with it.
    package var score: Double
    /// As `prediction`.
    package var label: Double
    /// Of multiclass tasks: the probability of each class.
    package var scores: [Double]
    /// What else is known of the row when it is predicted; for the estimation of losses.
    package var features: [Double]

    package init(
        prediction: Double = .nan, score: Double = .nan, label: Double = .nan, scores: [Double] = [],
        features: [Double] = []
    ) {
        self.prediction = prediction
        self.score = score
        self.label = label
        self.scores = scores
        self.features = features
    }
}
