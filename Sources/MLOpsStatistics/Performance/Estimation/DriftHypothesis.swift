import RealModule

/// A drift of a certain strength and memory: what it is believed to be, and how well it foretold what was seen.
///
/// From one window to the next a share φ of it stays, and new drift joins so that its variance τ² stays: AR(1). Source: the filter
/// of R. E. Kalman, 1960.
struct DriftHypothesis: Sendable, Hashable {
    /// φ, in 0..<1.
    private let memory: Double
    /// τ².
    private let variance: Double
    /// The logarithm of the prior times what was seen, but for a factor that all hypotheses share.
    private(set) var weight: Double
    /// The drift of the window that it stands at, and its variance.
    private(set) var mean = 0.0
    private(set) var spread: Double

    init(memory: Double, variance: Double, prior: Double) {
        (self.memory, self.variance, spread) = (memory, variance, variance)
        weight = Double.log(prior)
    }

    /// Goes on by so many windows, about which nothing is known.
    mutating func pass(_ windows: Int64) {
        guard windows != 0 else { return }
        let kept = Double.pow(memory, Double(windows.magnitude))
        mean *= kept
        spread = variance + kept * kept * (spread - variance)
    }

    /// Learns from the window that it stands at.
    mutating func see(_ miss: EstimateMiss) {
        let total = spread + miss.variance
        let surprise = miss.amount - mean
        weight -= (Double.log(total) + surprise * surprise / total) / 2
        let gain = spread / total
        mean += gain * surprise
        spread *= 1 - gain
    }
}
