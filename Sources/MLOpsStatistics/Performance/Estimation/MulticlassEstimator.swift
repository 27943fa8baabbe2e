/// Estimates the performance of predictions of one of many classes from the scores of all classes.
///
/// As ``BinaryEstimator``, with the calibration of ``ClassCalibration``.
struct MulticlassEstimator: Sendable, Hashable, Codable {
    let classes: [Int64]
    let calibration: ClassCalibration
    var blocks = BlockVariance()

    init(
        _ reference: [PerformanceRow], classes: [Int64], _ random: inout Xoshiro256StarStar
    ) throws(EstimationObjection) {
        let rows = reference.filter { Self.isScored($0, classes) && !$0.label.isNaN }
        guard classes.count > 1, !rows.isEmpty else { throw .noScores }
        guard rows.count >= PerformanceEstimator.fewestRows else { throw .tooFewRows(rows.count) }
        let labelled = rows.compactMap { row in
            classes.firstIndex { Double($0) == row.label }.map { (scores: row.scores, truth: $0) }
        }
        // A few mistakes among the labels change little.
        guard labelled.count * 100 >= rows.count * 99 else { throw .unknownClass }
        guard let calibration = ClassCalibration(labelled, classes: classes.count, &random) else {
            throw .missingClass
        }
        self.classes = classes
        self.calibration = calibration
    }

    private static func isScored(_ row: PerformanceRow, _ classes: [Int64]) -> Bool {
        row.scores.count == classes.count && row.scores.allSatisfy { $0 >= 0 && $0 <= 1 }
    }

    /// Whether decoded values fit together.
    var isWhole: Bool { calibration.isWhole && calibration.classes == classes.count && blocks.isWhole }

    func estimates(of rows: [PerformanceRow]) -> [EstimatedFigure] {
        let scored = rows.filter { Self.isScored($0, classes) }
        let said = scored.map { row in classes.firstIndex { Double($0) == row.prediction } ?? -1 }
        let columns = classes.indices.map { column in scored.map { $0.scores[column] } }
        let calibrated = calibration.probabilities(scored.map(\.scores), refits: CalibrationMap.refits)
        let whole = ExpectedClasses(calibrated.whole, said: said)
        let refits = calibrated.refits.map { ExpectedClasses($0, said: said) }
        return ExpectedClasses.metrics.map { name, metric in
            figure(name, whole, whole.estimate(metric), refits.compactMap { $0.estimate(metric)?.value })
        } + [area(columns, whole, refits)]
    }

    private func figure(
        _ name: String, _ whole: ExpectedClasses, _ estimate: ExpectedClasses.Estimate?, _ refits: [Double]
    ) -> EstimatedFigure {
        guard let estimate else {
            return EstimatedFigure(name, undefined: "a class is neither predicted nor to be expected")
        }
        return Expected(
            name: name, value: estimate.value, labelVariance: whole.variance(estimate.slope), refits: refits,
            blockVariance: blocks.variance(of: name), scale: .share
        ).estimate
    }

    private func area(_ scores: [[Double]], _ whole: ExpectedClasses, _ refits: [ExpectedClasses]) -> EstimatedFigure {
        let curves = scores.map { ExpectedCurve(scores: $0) }
        func mean(_ expected: ExpectedClasses) -> Double? {
            let areas = zip(curves, expected.probabilities).map { $0.area($1, withSlopes: false)?.value }
            let values = areas.compactMap { $0 }
            return values.count == areas.count ? NeumaierSum.of(values) / Double(values.count) : nil
        }
        let slopes = zip(curves, whole.probabilities).map { $0.area($1)?.slopes ?? [] }
        guard let value = mean(whole), slopes.allSatisfy({ !$0.isEmpty }) else {
            return figure("auroc_macro", whole, nil, [])
        }
        let share = 1 / Double(classes.count)
        let estimate = ExpectedClasses.Estimate(value: value) { row, column in slopes[column][row] * share }
        return figure("auroc_macro", whole, estimate, refits.compactMap(mean))
    }
}
