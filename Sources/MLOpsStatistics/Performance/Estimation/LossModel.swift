import RealModule

/// Learns the loss of a row from what is known when it is predicted: boosted trees, cross-fitted.
///
/// Each of five ensembles learns from four fifths of the rows; how many trees help is what the held-out fifths say.
/// Source: direct loss estimation as in NannyML; J. Friedman, *Greedy function approximation*, 2001.
struct LossModel: Sendable, Hashable, Codable {
    static let folds = 5
    private static let mostTrees = 120
    /// Bins of estimated loss by which the spread of the real loss is told apart.
    private static let spreadBins = 12

    /// The mean loss that each ensemble starts from.
    private(set) var starts: [Double]
    private(set) var trees: [[RegressionTree]]
    /// Rising estimates at which a bin of the spread begins, but for the first; and the mean squared error of each.
    private(set) var spreadEdges: [Double] = []
    private(set) var spreads: [Double] = []

    init(_ codes: [[UInt8]], _ losses: [Double], _ random: inout Xoshiro256StarStar) {
        let fold = losses.map { _ in random.below(Self.folds) }
        (starts, trees) = ([], [])
        var heldOut = losses.map { _ in 0.0 }
        var (errors, paths) = ([Double](repeating: 0, count: Self.mostTrees + 1), [[Double]]())
        for held in 0..<Self.folds {
            let rows = losses.indices.filter { fold[$0] != held }
            let others = losses.indices.filter { fold[$0] == held }
            let start = rows.isEmpty ? 0 : NeumaierSum.of(rows.lazy.map { losses[$0] }) / Double(rows.count)
            starts.append(start)
            for row in others { heldOut[row] = start }
            errors[0] += others.reduce(0) { $0 + Self.square(losses[$1] - start) }
            var residuals = losses.map { $0 - start }
            var ensemble: [RegressionTree] = []
            for number in 1...Self.mostTrees {
                let tree = RegressionTree.grown(codes, residuals, rows: rows)
                for row in losses.indices { residuals[row] -= tree.value(codes[row]) }
                errors[number] += others.reduce(0) { $0 + Self.square(residuals[$1]) }
                ensemble.append(tree)
            }
            trees.append(ensemble)
            paths.append([])
        }
        let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
        trees = trees.map { Array($0.prefix(best)) }
        for row in losses.indices { heldOut[row] = max(0, value(codes[row], ensemble: fold[row])) }
        learnSpread(heldOut, losses)
    }

    /// The loss that one ensemble expects of a row.
    func value(_ codes: [UInt8], ensemble: Int) -> Double {
        trees[ensemble].reduce(starts[ensemble]) { $0 + $1.value(codes) }
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
            let estimate = max(0, whole / Double(Self.folds))
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
        starts.count == Self.folds && trees.count == Self.folds && spreads.count == spreadEdges.count + 1
            && trees.allSatisfy { $0.allSatisfy { $0.isWhole(features: features) } }
    }
}
