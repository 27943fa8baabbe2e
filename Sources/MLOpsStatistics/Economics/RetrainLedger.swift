/// What a stale model has cost since it was deployed, and what it costs now, to tell whether a training is worth its price.
///
/// To train costs κ; a model of age a, in rows, has lost R more than when it was new and now loses r more a row. The mean cost of
/// a row, (κ + R)/a, is least when r·a − R = κ: earlier the price is spread over too few rows, later the loss grows faster than
/// the price is spread. But models do not all last as long: what a training saves lasts as long as models do, of which the present
/// one is but one, so that a is the mean life of all, ``ModelLives``. For a loss that grows linearly that comes to the economic
/// order quantity; for a step it is what is saved until the next one. When R itself is surely above κ, waiting has cost a training
/// already: never more than twice what hindsight would have paid.
package struct RetrainLedger: Sendable, Equatable, Codable {
    package struct Verdict: Sendable, Equatable, Codable {
        /// r·L − R, with the mean life L of models: what a training is worth, in units of loss.
        package let worth: Double
        /// R: what was lost since the deployment, at least 0.
        package let lost: Double
        /// A lower bound of R, at 95 %.
        package let surelyLost: Double
        /// r: what a row loses now, surely; at least 0.
        package let rate: Double
        /// Of the model, in rows.
        package let age: Double
        package let cost: Double

        package var isWorthIt: Bool { worth >= cost || surelyLost >= cost }
    }

    /// The mean loss of the model when it was new, and the standard error of that.
    package let baseline: Double
    package let baselineError: Double
    /// All windows since the deployment.
    package private(set) var sum = WindowLoss(rows: 0, total: 0, squares: 0)
    /// The latest of them, the oldest first.
    package private(set) var latest: [WindowLoss] = []

    // Over which numbers of windows the rate is judged.
    private static let spans = [2, 5, 10, 20]
    private static let most = 20
    // One-sided normal quantiles of 90 % and 95 %.
    private static let rateMargin = 1.2815515655446004
    private static let lossMargin = 1.6448536269514722

    package init(baseline: Double, baselineError: Double) {
        self.baseline = baseline.isFinite ? baseline : 0
        self.baselineError = baselineError.isFinite ? max(0, baselineError) : 0
    }

    /// Takes the next window of predictions whose labels are in.
    package mutating func observe(_ window: WindowLoss) {
        guard window.rows > 0 else { return }
        sum = sum + window
        latest.append(window)
        if latest.count > Self.most { latest.removeFirst() }
    }

    /// - Parameters:
    ///   - cost: κ, the price of a training in units of loss.
    ///   - lives: those of earlier models.
    package func verdict(cost: Double, lives: ModelLives = ModelLives()) -> Verdict {
        let lost = max(0, sum.total - sum.rows * baseline)
        let error = (sum.variance * sum.rows + sum.rows * sum.rows * baselineError * baselineError).squareRoot()
        let rate = rate
        return Verdict(
            worth: rate * lives.mean(with: sum.rows) - lost, lost: lost,
            surelyLost: max(0, lost - Self.lossMargin * error), rate: rate, age: sum.rows, cost: cost)
    }

    // The largest lower bound over the spans that there are windows for.
    private var rate: Double {
        var most = 0.0
        for span in Self.spans where span <= latest.count {
            let recent = latest.suffix(span).reduce(WindowLoss(rows: 0, total: 0, squares: 0), +)
            let error = (recent.variance / recent.rows + baselineError * baselineError).squareRoot()
            most = max(most, recent.mean - baseline - Self.rateMargin * error)
        }
        return most
    }
}
