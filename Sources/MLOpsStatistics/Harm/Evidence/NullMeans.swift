import RealModule

/// The means that losses may have had before, and how strongly the rows before a change speak against each.
///
/// A reference tells the usual mean with an error, so harm is proven when every mean near the estimate is refuted: by the
/// reference, by the rows since, and by those after the change. The means are one standard error apart, from one below the estimate
/// to two above it. That the rows up to a change come from the mean g, and not from another, has the posterior probability q(g)
/// if all were as likely before the reference; and 1/q(g), as a mixture of likelihoods over one of them, grows on average not at
/// all where g is the mean. So bets that a change begins now, against g, stake 1/q(g): E-processes stay what they are when what is
/// staked is what another has won. How often alarms are false then, on average over references, is measured; see scripts/calibrate.
///
/// Source of evidence from a mixture over null means: L. Wasserman, A. Ramdas, S. Balakrishnan, *Universal inference*, 2020.
struct NullMeans: Sendable, Equatable {
    typealias Lanes = BetMixture.Lanes

    /// In 0...1, ascending: one, or as many as there are lanes.
    let means: [Double]
    /// What the rows before a change tell of them; nil where the mean is known.
    let learning: Learning?

    /// How likely each mean makes the rows after the reference: by offset + slope·x a row.
    struct Learning: Sendable, Equatable {
        let offsets: Lanes
        let slopes: Lanes
        /// How likely each makes the reference.
        let start: Lanes
        /// From how many rows after the reference is learnt; more would tell more than that no mean is right exactly.
        let rows: Int
    }

    static func known(_ mean: Double) -> NullMeans { NullMeans(means: [mean], learning: nil) }

    /// - Parameters:
    ///   - mean: The mean of the reference in 0...1.
    ///   - rows: How many rows it has.
    ///   - dispersion: The variance as a share of that of errors of the same rate.
    ///   - design: How many rows are worth one independent row.
    ///   - learns: Whether rows after the reference tell of the mean too; where not, all means are half an error higher.
    static func estimated(
        _ mean: Double, rows: Double, dispersion: Double, design: Double, tolerance: Double = 0, learns: Bool = true
    ) -> NullMeans {
        let independent = rows / (dispersion * design)
        let shift = learns ? 0 : 0.5
        let least = min(0.5, 0.5 / independent)
        let usual = errors.map { max(bound(mean, rows: independent, errors: $0 + shift), least) }
        let center = max(mean, least)
        let variance = max(1e-12, dispersion * center * (1 - center))
        // No row speaks for or against a mean by more than a half.
        let slopes = usual.map { max(-0.5, min(0.5, ($0 - center) / (variance * design))) }
        let discounts = slopes.map { Double.exp(-$0 * $0 * variance * (design - 1) / 2) }
        return NullMeans(
            means: usual.map { min(1, $0 + tolerance) },
            learning: Learning(
                offsets: Lanes(zip(slopes, discounts).map { Float($1 * (1 - $0 * center)) }),
                slopes: Lanes(zip(slopes, discounts).map { Float($1 * $0) }),
                start: Lanes(errors.map { Float(Double.exp(-$0 * $0 / 2)) }),
                rows: learns ? Int(rows) * learningShare : 0))
    }

    /// Wilson's limit of a rate, so many standard errors up, or down.
    private static func bound(_ mean: Double, rows: Double, errors z: Double) -> Double {
        z < 0 ? 1 - upperBound(1 - mean, rows: rows, errors: -z) : upperBound(mean, rows: rows, errors: z)
    }

    /// Wilson's upper limit of a rate, so many standard errors up.
    static func upperBound(_ mean: Double, rows: Double, errors z: Double) -> Double {
        let square = z * z / rows
        let half = z * (mean * (1 - mean) / rows + square / rows / 4).squareRoot()
        return min(1, (mean + square / 2 + half) / (1 + square))
    }

    private static let errors = [-1.0, 0, 1, 2]
    private static let learningShare = 20
}
