/// What a stale model has cost since it was deployed, and what it costs now, to tell whether a training is worth its price.
///
/// To train costs κ; a model of age a, in rows, has lost R more than when it was new and now loses r more a row. The mean cost of
/// a row, (κ + R)/a, is least when r·a − R = κ: earlier the price is spread over too few rows, later the loss grows faster than
/// the price is spread. But models do not all last as long: what a training saves lasts as long as models do, of which the present
/// one is but one, so that a is the mean life of all, ``ModelLives``. For a loss that grows linearly that comes to the economic
/// order quantity; for a step it is what is saved until the next one. When R itself is surely above κ, waiting has cost a training
/// already: never more than twice what hindsight would have paid.
///
/// What is lost now may be over tomorrow: windows vary by more than their rows, ``WindowSpread``. A training is worth nothing then,
/// so that what it is worth counts with the probability that there was a change, which lasts (``ChangeOdds``).
package struct RetrainLedger: Sendable, Equatable, Codable {
    package struct Verdict: Sendable, Equatable, Codable {
        /// q·(r·L − R), with the mean life L of models: what a training is worth, in units of loss.
        package let worth: Double
        /// R: what was lost since the deployment, at least 0.
        package let lost: Double
        /// A lower bound of R, at 95 %, however windows vary.
        package let surelyLost: Double
        /// r: what a row loses now, a lower bound as far as chance of single rows goes; at least 0.
        package let rate: Double
        /// q: the probability that r lasts.
        package let lasting: Double
        /// Of the model, in rows.
        package let age: Double
        package let cost: Double

        package var isWorthIt: Bool { worth >= cost || surelyLost >= cost }
    }

    /// The mean loss of the model when it was new, and the standard error of that.
    package let baseline: Double
    package let baselineError: Double
    /// All windows since the deployment.
    package private(set) var sum = WindowLoss.none
    /// The latest of them, the oldest first.
    package private(set) var latest: [WindowLoss] = []
    package private(set) var spread: WindowSpread

    // Over which numbers of windows the rate is judged.
    private static let spans = [2, 5, 10, 20]
    private static let most = 20
    // The one-sided normal quantile of 90 %.
    private static let rateMargin = 1.2815515655446004
    private static let lossSignificance = 0.05

    /// - Parameters:
    ///   - learnt: the rows that told the baseline, if they were of windows since the deployment.
    ///   - spread: of those windows, and of the models before.
    package init(
        baseline: Double, baselineError: Double, learnt: WindowLoss? = nil, spread: WindowSpread = WindowSpread()
    ) {
        self.baseline = baseline.isFinite ? baseline : 0
        self.baselineError = baselineError.isFinite ? max(0, baselineError) : 0
        self.spread = spread
        if let learnt { add(learnt) }
    }

    /// Of what an earlier version of the program wrote nothing tells how windows vary.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        baseline = try values.decode(Double.self, forKey: .baseline)
        baselineError = try values.decode(Double.self, forKey: .baselineError)
        sum = try values.decode(WindowLoss.self, forKey: .sum)
        latest = try values.decode([WindowLoss].self, forKey: .latest)
        spread = try values.decodeIfPresent(WindowSpread.self, forKey: .spread) ?? WindowSpread()
    }

    /// Takes the next window of predictions whose labels are in.
    package mutating func observe(_ window: WindowLoss) {
        spread.observe(window)
        add(window)
    }

    private mutating func add(_ window: WindowLoss) {
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
        let (rate, life, effect) = (rate, lives.mean(with: sum.rows), spread.effect)
        let error = self.error(sum.rows, effect) * sum.rows
        let margin = StudentT(degreesOfFreedom: effect.degreesOfFreedom).upperQuantile(Self.lossSignificance)
        let lasting = lasting(life, effect)
        return Verdict(
            worth: lasting * (rate * life - lost), lost: lost, surelyLost: max(0, lost - margin * error),
            rate: rate, lasting: lasting, age: sum.rows, cost: cost)
    }

    private var baselineVariance: Double { baselineError * baselineError }

    // Of how much the mean of so many rows lies above the baseline, however windows vary.
    private func error(_ rows: Double, _ effect: WindowSpread.Effect) -> Double {
        (effect.ratio * (spread.variance ?? sum.variance) / rows + baselineVariance).squareRoot()
    }

    // The largest lower bound over the spans that there are windows for.
    private var rate: Double {
        var most = 0.0
        for span in Self.spans where span <= latest.count {
            let recent = latest.suffix(span).reduce(WindowLoss.none, +)
            let error = (recent.variance / recent.rows + baselineVariance).squareRoot()
            most = max(most, recent.mean - baseline - Self.rateMargin * error)
        }
        return most
    }

    private func lasting(_ life: Double, _ effect: WindowSpread.Effect) -> Double {
        guard sum.rows > 0 else { return 0 }
        var odds = ChangeOdds(windows: life * spread.windows / sum.rows)
        var since = WindowLoss.none
        for window in latest.reversed() {
            since = since + window
            odds.add(
                deviation: (since.mean - baseline) / error(since.rows, effect),
                degreesOfFreedom: effect.degreesOfFreedom)
        }
        return odds.probability
    }
}
