import RealModule

/// Learns the loss of a row from what is known when it is predicted: boosted trees, cross-fitted and calibrated.
///
/// Each of five ensembles learns from four fifths of the rows; how many trees help, and how what they say must be stretched, is
/// what the held-out fifths say. Source: direct loss estimation as in NannyML.
struct LossModel: Sendable, Hashable, Codable {
    static let folds = 5
    private static let mostTrees = 120
    /// Bins of estimated loss by which the spread of the real loss is told apart.
    private static let spreadBins = 12

    /// The mean loss, in which losses are measured.
    let unit: Double
    private(set) var ensembles: [BoostedTrees]
    let calibration: LossCalibration
    /// Rising estimates at which a bin of the spread begins, but for the first; and the mean squared error of each.
    private(set) var spreadEdges: [Double] = []
    private(set) var spreads: [Double] = []

    init(_ codes: [[UInt8]], _ losses: [Double], _ random: inout Xoshiro256StarStar) {
        unit = NeumaierSum.of(losses) / Double(max(1, losses.count))
        let scaled = losses.map { [unit] in unit > 0 ? $0 / unit : 0 }
        let fold = losses.map { _ in random.below(Self.folds) }
        let grown = (0..<Self.folds).map { held in
            BoostedTrees.grown(
                codes, scaled, rows: fold.indices.filter { fold[$0] != held },
                others: fold.indices.filter { fold[$0] == held }, count: Self.mostTrees)
        }
        let deviances = (0...Self.mostTrees).map { count in grown.reduce(0) { $0 + $1.deviances[count] } }
        let best = deviances.indices.min { deviances[$0] < deviances[$1] } ?? 0
        ensembles = grown.map {
            var trees = $0.trees
            trees.keepFirst(best)
            return trees
        }
        let heights = zip(fold, codes).map { [ensembles] in ensembles[$0].height($1) }
        calibration = LossCalibration(heights, scaled)
        learnSpread(heights.map { [unit, calibration] in unit * calibration.value($0) }, losses)
    }

    /// The loss that one ensemble expects of a row.
    func value(_ codes: [UInt8], ensemble: Int) -> Double {
        unit * calibration.value(ensembles[ensemble].height(codes))
    }

    private mutating func learnSpread(_ estimates: [Double], _ losses: [Double]) {
        let order = estimates.indices.sorted { estimates[$0] < estimates[$1] }
        let bins = max(1, min(Self.spreadBins, order.count / 50))
        for bin in 0..<bins {
            let part = order[(bin * order.count / bins)..<((bin + 1) * order.count / bins)]
            guard let first = part.first else { continue }
            if bin > 0 { spreadEdges.append(estimates[first]) }
            spreads.append(part.reduce(0) { $0 + Self.square(losses[$1] - estimates[$1]) } / Double(part.count))
        }
    }

    /// What the mean loss of some rows will be: its expectation, the variance that the rows make, and what each jackknifed
    /// ensemble says, spread so that their variance is that of the model.
    func expected(_ rows: [[UInt8]]) -> (value: Double, variance: Double, refits: [Double]) {
        var (means, variance, sum) = ([Double](repeating: 0, count: Self.folds), 0.0, NeumaierSum())
        for codes in rows {
            var whole = 0.0
            for ensemble in 0..<Self.folds {
                let value = value(codes, ensemble: ensemble)
                means[ensemble] += value
                whole += value
            }
            let estimate = whole / Double(Self.folds)
            sum.add(estimate)
            variance += spread(estimate)
        }
        let (count, value) = (Double(rows.count), sum.value / Double(rows.count))
        let centre = means.reduce(0, +) / Double(Self.folds)
        // A jackknife that leaves out a fifth: (K − 1)/K·Σ(mₖ − m̄)² is the K − 1-fold of the variance of the mₖ, times
        // (K − 1)/K.
        let factor = Double(Self.folds - 1) / Double(Self.folds).squareRoot()
        return (value, variance / (count * count), means.map { value + factor * ($0 - centre) / count })
    }

    private func spread(_ estimate: Double) -> Double {
        spreads[spreadEdges.count { $0 <= estimate }]
    }

    private static func square(_ x: Double) -> Double { x * x }

    /// Whether decoded parts fit together.
    func isWhole(features: Int) -> Bool {
        ensembles.count == Self.folds && spreads.count == spreadEdges.count + 1
            && ensembles.allSatisfy { $0.isWhole(features: features) }
    }
}
