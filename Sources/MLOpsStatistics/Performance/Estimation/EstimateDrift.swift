import RealModule

/// How far what labels mean has drifted from what estimates of a metric take for granted, told from how these missed.
///
/// A miss is noise of a known variance and drift: a random effect with a memory, so that days which differ by chance widen what is
/// estimated, and a move that stays shifts it. How strong and how lasting the drift is nobody knows; it is filtered under each
/// hypothesis of a grid, and these are averaged by how well they foretold the misses. Before drift is likelier than none, at even
/// odds beforehand, nothing changes: days without drift keep their intervals.
///
/// Sources: A. C. Harvey, *Forecasting, structural time series models and the Kalman filter*, 1989; the half-Cauchy prior of the
/// strength, A. Gelman, *Prior distributions for variance parameters in hierarchical models*, 2006; J. A. Hoeting et al., *Bayesian
/// model averaging*, 1999.
struct EstimateDrift: Sendable, Hashable {
    /// What is to be added to an estimate, and to its variance.
    struct Shift: Hashable {
        let mean: Double
        let variance: Double
    }

    /// Standard deviations of the drift in those of the noise: doubling from what noise hides to more than metrics can move.
    private static let strengths = (-3...10).map { Double.exp2(Double($0)) }
    /// What stays from one window to the next: nothing, or half in so many windows, which double from 1 to 64.
    private static let memories = [0] + (0...6).map { Double.exp2(-Double.exp2(-Double($0))) }

    private var still = DriftHypothesis(memory: 0, variance: 0, prior: 1)
    private var drifts: [DriftHypothesis]
    private let last: Int64

    /// - Parameter misses: In the order of their windows, of which some may have none.
    /// - Returns: nil where there are none.
    init?(_ misses: [EstimateMiss]) {
        guard let first = misses.first, let last = misses.last else { return nil }
        self.last = last.window
        let noise = Double(misses.count) / misses.reduce(0) { $0 + 1 / $1.variance }
        drifts = Self.hypotheses(noise)
        var window = first.window
        for miss in misses {
            still.see(miss)
            for index in drifts.indices {
                drifts[index].pass(miss.window - window)
                drifts[index].see(miss)
            }
            window = miss.window
        }
    }

    /// nil: there is no drift, as far as is known.
    func shift(of window: Int64) -> Shift? {
        let top = drifts.reduce(still.weight) { max($0, $1.weight) }
        let shares = drifts.map { Double.exp($0.weight - top) }
        let whole = shares.reduce(0, +)
        guard whole.isFinite, whole > Double.exp(still.weight - top) else { return nil }
        let there = drifts.map { drift in
            var drift = drift
            drift.pass(window - last)
            return drift
        }
        let mean = zip(shares, there).reduce(0) { $0 + $1.0 * $1.1.mean } / whole
        let variance = zip(shares, there).reduce(0) { sum, next in
            let gap = next.1.mean - mean
            return sum + next.0 * (next.1.spread + gap * gap)
        }
        return Shift(mean: mean, variance: variance / whole)
    }

    private static func hypotheses(_ noise: Double) -> [DriftHypothesis] {
        // The density of a half-Cauchy times the length of a step that doubles.
        let priors = strengths.map { $0 / (1 + $0 * $0) }
        let whole = priors.reduce(0, +) * Double(memories.count)
        return zip(strengths, priors).flatMap { strength, prior in
            memories.map { DriftHypothesis(memory: $0, variance: strength * strength * noise, prior: prior / whole) }
        }
    }
}
