import RealModule

/// The means that losses may have had before, and how strongly the reference speaks against each.
///
/// A reference tells the usual mean with an error. Harm is proven when every mean up to 2.5 standard errors above the estimate is
/// refuted by the reference and the new losses together: against the mean that is z errors above, the reference has said
/// c = (z − ½)²/2 already, so that the bets need but reach A·e^(−c). That is the generalised likelihood ratio of two samples on a
/// grid. How often alarms are false then, on average over references, is measured; see scripts/calibrate.
struct NullMeans: Sendable, Equatable {
    /// In 0...1, ascending.
    let means: [Double]
    /// What the evidence against each must reach, as a factor of A.
    let factors: [Double]

    static func known(_ mean: Double) -> NullMeans { NullMeans(means: [mean], factors: [1]) }

    /// - Parameters:
    ///   - mean: The mean of the reference in 0...1.
    ///   - rows: How many independent yes-or-no rows the reference is worth.
    static func estimated(_ mean: Double, rows: Double, tolerance: Double = 0) -> NullMeans {
        NullMeans(
            means: (1...count).map { min(1, upperBound(mean, rows: rows, errors: Double($0) - 0.5) + tolerance) },
            factors: (1...count).map { Double.exp(-Double(($0 - 1) * ($0 - 1)) / 2) })
    }

    /// Wilson's upper limit of a rate, so many standard errors up.
    static func upperBound(_ mean: Double, rows: Double, errors z: Double) -> Double {
        let square = z * z / rows
        let half = z * (mean * (1 - mean) / rows + square / rows / 4).squareRoot()
        return min(1, (mean + square / 2 + half) / (1 + square))
    }

    private static let count = 3
}
