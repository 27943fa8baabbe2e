import RealModule

/// Estimates the performance of predictions of 0 and 1 from their scores alone.
///
/// Source: confidence-based performance estimation as in NannyML, with a calibration that is averaged over resampled
/// reference rows, and with intervals: labels vary with variance p(1 − p) each, the calibration with its refits, and
/// days with ``BlockVariance``. It cannot see that what scores mean has changed.
struct BinaryEstimator: Sendable, Hashable, Codable {
    let calibration: CalibrationMap
    var blocks = BlockVariance()

    init(_ reference: [PerformanceRow], _ random: inout Xoshiro256StarStar) throws(EstimationObjection) {
        let rows = reference.filter { $0.score.isFinite && !$0.label.isNaN }
        guard !rows.isEmpty, rows.allSatisfy({ $0.score >= 0 && $0.score <= 1 }) else { throw .noScores }
        guard rows.count >= PerformanceEstimator.fewestRows else { throw .tooFewRows(rows.count) }
        guard let map = CalibrationMap(rows.map { ($0.score, $0.label == 1) }, &random) else { throw .missingClass }
        calibration = map
    }

    func estimates(of rows: [PerformanceRow]) -> [EstimatedFigure] {
        let scored = rows.filter(\.score.isFinite)
        let scores = scored.map(\.score)
        let said = scored.map { $0.prediction.isNaN ? $0.score >= 0.5 : $0.prediction == 1 }
        let calibrated = CalibratedScores(calibration, scores)
        let probabilities = calibrated.probabilities
        let refits = (0..<CalibrationMap.refits).map { calibrated.probabilities(refit: $0) }
        return counts(said, probabilities, refits) + losses(scores, probabilities, refits)
            + curves(scores, probabilities, refits)
    }

    private func counts(_ said: [Bool], _ probabilities: [Double], _ refits: [[Double]]) -> [EstimatedFigure] {
        let confusion = ExpectedConfusion(probabilities: probabilities, said: said)
        let refitted = refits.map { ExpectedConfusion(probabilities: $0, said: said) }
        var variance = (said: 0.0, unsaid: 0.0)
        for (probability, said) in zip(probabilities, said) {
            if said { variance.said += probability * (1 - probability) }
            if !said { variance.unsaid += probability * (1 - probability) }
        }
        return ExpectedConfusion.metrics.map { name, scale, reason, metric in
            guard let value = metric(confusion) else { return EstimatedFigure(name, undefined: reason) }
            let slopes = confusion.slopes(metric)
            let labels = slopes.said * slopes.said * variance.said + slopes.unsaid * slopes.unsaid * variance.unsaid
            return Expected(
                name: name, value: value, labelVariance: labels, refits: refitted.compactMap(metric),
                blockVariance: blocks.variance(of: name), scale: scale
            ).estimate
        }
    }

    private func losses(_ scores: [Double], _ probabilities: [Double], _ refits: [[Double]]) -> [EstimatedFigure] {
        guard !scores.isEmpty else {
            return ["brier", "log_loss"].map { EstimatedFigure($0, undefined: "there are no rows with a score") }
        }
        let squares: [Losses] = scores.map { ((1 - $0) * (1 - $0), $0 * $0) }
        let logarithms: [Losses] = scores.map { (LogLoss.of($0), LogLoss.of(1 - $0)) }
        return [
            loss("brier", squares, probabilities, refits), loss("log_loss", logarithms, probabilities, refits),
        ]
    }

    private typealias Losses = (asOne: Double, asZero: Double)

    private func loss(
        _ name: String, _ losses: [Losses], _ probabilities: [Double], _ refits: [[Double]]
    ) -> EstimatedFigure {
        let count = Double(losses.count)
        func mean(_ probabilities: [Double]) -> Double {
            var sum = NeumaierSum()
            for (loss, probability) in zip(losses, probabilities) {
                sum.add(probability * loss.asOne + (1 - probability) * loss.asZero)
            }
            return sum.value / count
        }
        var variance = NeumaierSum()
        for (loss, probability) in zip(losses, probabilities) {
            let gap = loss.asOne - loss.asZero
            variance.add(probability * (1 - probability) * gap * gap)
        }
        return Expected(
            name: name, value: mean(probabilities), labelVariance: variance.value / (count * count),
            refits: refits.map(mean), blockVariance: blocks.variance(of: name), scale: .positive
        ).estimate
    }

    private func curves(_ scores: [Double], _ probabilities: [Double], _ refits: [[Double]]) -> [EstimatedFigure] {
        let curve = ExpectedCurve(scores: scores)
        return [
            ("auroc", curve.area(probabilities), refits.map { curve.area($0, withSlopes: false) }),
            (
                "average_precision", curve.averagePrecision(probabilities),
                refits.map { curve.averagePrecision($0, withSlopes: false) }
            ),
        ].map { name, expected, refits in
            guard let expected else {
                return EstimatedFigure(name, undefined: "one class is not to be expected")
            }
            let variance = NeumaierSum.of(
                zip(expected.slopes, probabilities).lazy.map { $0 * $0 * $1 * (1 - $1) })
            return Expected(
                name: name, value: expected.value, labelVariance: variance, refits: refits.compactMap { $0?.value },
                blockVariance: blocks.variance(of: name), scale: .share
            ).estimate
        }
    }
}
