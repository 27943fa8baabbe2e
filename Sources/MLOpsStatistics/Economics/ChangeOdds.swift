import RealModule

/// The odds that what was lost of late more than usual is a change, which lasts, and not what windows vary by anyway.
///
/// A change comes with the same probability in each window, on average once in a model's life. Each place where it may have been
/// has a likelihood ratio, for that distribution of changes about 0 which explains the windows since best: doubt is in favour of a
/// change. Where it is explained best by no change at all, nothing says that anything is worse.
///
/// Source: A. N. Shiryaev, *On optimum methods in quickest detection problems*, 1963; the ratio: J. O. Berger and T. Sellke,
/// *Testing a point null hypothesis: the irreconcilability of P values and evidence*, 1987.
struct ChangeOdds {
    // Of any change, and of one to worse.
    private var any = 0.0
    private var worse = 0.0
    /// Of a change in one window.
    private let prior: Double
    // exp overflows above the one; of more than the other nothing more is said.
    private static let mostLogRatio = 600.0
    private static let mostDeviation = 1e6

    /// - Parameter windows: the mean life of models, in windows, above 0.
    init(windows: Double) { prior = 1 / max(1, windows) }

    /// Adds a place where the change may have been.
    ///
    /// - Parameters:
    ///   - z: of so many standard errors the mean since is above what is usual; what is no number is none.
    ///   - freedom: of the error's estimate, above 0; infinite where it is known.
    mutating func add(deviation z: Double, degreesOfFreedom freedom: Double) {
        let share = prior * (z > 1 ? Self.ratio(z, freedom) : 1)
        any += share
        if z > 1 { worse += share }
    }

    /// Of a change to worse, between 0 and 1.
    var probability: Double { worse / (1 + any) }

    // The most that changes with a normal distribution about 0 make of z: e^((z² − 1)/2) / |z|; with an estimated error Student's
    // density takes the normal one's place, and z² is the best spread again.
    private static func ratio(_ deviation: Double, _ freedom: Double) -> Double {
        let z = min(deviation, mostDeviation)
        let log =
            freedom.isFinite
            ? (freedom + 1) / 2 * (Double.log(onePlus: z * z / freedom) - Double.log(onePlus: 1 / freedom))
            : (z * z - 1) / 2
        return Double.exp(min(mostLogRatio, log)) / z
    }
}
