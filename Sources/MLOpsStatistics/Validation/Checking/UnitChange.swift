/// A median that is a known factor away from what it was: metres for kilometres, cents for euros.
struct UnitChange {
    let reference: Double
    let median: Double
    let factor: Double
    let isLarger: Bool

    /// Powers of ten, seconds and minutes, binary thousands, miles, pounds.
    private static let factors = [10, 100, 1000, 1e4, 1e5, 1e6, 1e9, 60, 3600, 1024, 1.609_344, 2.204_622]
    private static let tolerance = 0.02
    private static let minimumValues = 30

    /// nil: the median is not such a factor away, or chance may have moved it.
    init?(_ rules: ColumnRules, _ column: ColumnFacts, error: Double) {
        guard let reference = rules.median, let median = column.median, reference != 0, median != 0,
            column.finite >= Self.minimumValues
        else { return nil }
        let ratio = median / reference
        guard ratio > 0, ratio.isFinite else { return nil }
        let larger = max(ratio, 1 / ratio)
        guard let factor = Self.factors.first(where: { (larger / $0 - 1).magnitude < Self.tolerance }) else {
            return nil
        }
        // With the reference as the true median each side of it holds half of the values.
        let sample = column.sample.values
        let beyond = sample.count { ratio > 1 ? $0 > reference : $0 < reference }
        guard Binomial(trials: sample.count, probability: 0.5).atLeast(beyond) < error else { return nil }
        (self.reference, self.median, self.factor, isLarger) = (reference, median, factor, ratio > 1)
    }

    var words: String { isLarger ? "\(NumberText.text(factor)) times" : "1/\(NumberText.text(factor)) of" }
}
