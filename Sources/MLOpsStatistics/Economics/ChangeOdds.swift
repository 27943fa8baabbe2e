import RealModule

/// The odds that what was lost of late more than usual is a change, which lasts, and not what windows vary by anyway.
///
/// A change comes with the same probability in each window, on average once in a model's life. Each place where it may have been has
/// a Bayes factor: changes are as often for worse as for better, normally distributed with a standard deviation of 1, 2, 4 or 8
/// standard errors of the mean since. Source: A. N. Shiryaev, *On optimum methods in quickest detection problems*, 1963; W. Edwards,
/// H. Lindman and L. J. Savage, *Bayesian statistical inference for psychological research*, 1963.
struct ChangeOdds {
    // Of any change, and of one for worse.
    private var any = 0.0
    private var worse = 0.0
    /// Of a change in one window.
    private let prior: Double
    private static let scales = [1.0, 2, 4, 8]
    // exp overflows above the one; of more than the other nothing more is said.
    private static let mostLogFactor = 600.0
    private static let mostDeviation = 1e6

    /// - Parameter windows: the mean life of models, in windows; less than 1 counts as 1.
    init(windows: Double) { prior = 1 / max(1, windows) }

    /// Adds a place where the change may have been.
    ///
    /// - Parameters:
    ///   - deviation: of the mean since from what is usual, in standard errors; what is no number is none.
    ///   - freedom: of the error's estimate, above 0; infinite where it is known.
    mutating func add(deviation: Double, degreesOfFreedom freedom: Double) {
        let z = deviation.isNaN ? 0 : max(-Self.mostDeviation, min(Self.mostDeviation, deviation))
        let odds = prior * Self.scales.reduce(0) { $0 + Self.factor(z, $1, freedom) } / Double(Self.scales.count)
        any += odds
        if z > 0 { worse += odds }
    }

    /// Of a change for worse, between 0 and 1.
    var probability: Double { worse / (1 + any) }

    // Student's density, or the normal one, for an error √(1 + scale²) times as large, over that for the error alone.
    private static func factor(_ z: Double, _ scale: Double, _ freedom: Double) -> Double {
        let variance = 1 + scale * scale
        let log =
            freedom.isFinite
            ? (freedom + 1) / 2
                * (Double.log(onePlus: z * z / freedom) - Double.log(onePlus: z * z / freedom / variance))
            : z * z / 2 * (1 - 1 / variance)
        return Double.exp(min(mostLogFactor, log)) / variance.squareRoot()
    }
}
