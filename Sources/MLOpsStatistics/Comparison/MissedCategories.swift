import RealModule

/// The categories that a reference might as well have missed, though both samples are of one distribution.
///
/// A category with T rows in both samples together, n of N being the reference's, has none in the reference with a chance of
/// at most ((N−n)/N)ᵀ, whatever its probability is.
struct MissedCategories {
    // How seldom a category may be taken for one that the reference told from new ones, all together.
    private static let error = 1e-4
    private static let shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98]

    /// How many listed categories the reference has at most 20 times.
    let easily: Int
    // Rows in both samples of each listed category that the reference has.
    private let totals: [Int]
    private let referenceShare: Double
    private let rows: Int

    init(_ reference: CategoryProfile, _ current: CategoryProfile) {
        let seen = (0..<reference.cells.listed).filter { reference.counts[$0] > 0 }
        easily = seen.count { reference.counts[$0] <= 20 }
        totals = seen.map { reference.counts[$0] + current.counts[$0] }
        rows = reference.values + current.values
        referenceShare = rows > 0 ? Double(reference.values) / Double(rows) : 0
    }

    /// Returns how many rows a category must have in both samples, so that the reference surely has it more than `unlisted`
    /// times.
    ///
    /// Which categories are tested by themselves then depends on both samples together, not on what is rare in one of them:
    /// that would always be less rare in the other.
    func leastTold(unlisted: Int) -> Int {
        guard referenceShare > 0, referenceShare < 1 else { return 1 }
        let chance = Self.error / Double(totals.count + 1)
        var (low, high) = (0, unlisted + 1)
        while high < rows, missing(high, unlisted) > chance { (low, high) = (high, 2 * high) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if missing(middle, unlisted) > chance { low = middle } else { high = middle }
        }
        return high
    }

    private func missing(_ total: Int, _ atMost: Int) -> Double {
        Binomial(trials: total, probability: referenceShare).atMost(atMost)
    }

    /// Returns a bound on the chance that categories with together at least so many rows were missed.
    ///
    /// Chernoff's bound min exp(K(θ) − θ·rows) for the sum of T over the categories that are missed, by chance and each for
    /// itself. K is a sum over all categories: those that were seen count for those that were not (D. G. Horvitz and D. J.
    /// Thompson, 1952), and all that are new for one more. Source: H. Chernoff, 1952.
    func chance(rows new: Int) -> Double {
        guard referenceShare > 0, referenceShare < 1 else { return 1 }
        let decay = -Double.log(onePlus: -referenceShare)
        let exponents = Self.shares.map { share -> Double in
            let slope = decay * share
            let generated = totals.reduce(Self.term(new, decay, slope)) { sum, total in
                sum + Self.term(total, decay, slope) / -Double.expMinusOne(-decay * Double(total))
            }
            return generated - slope * Double(new)
        }
        return min(1, Double.exp(exponents.min() ?? 0))
    }

    // ln(1 + q(e^{θT} − 1)) with q = e^{−decay·T}.
    private static func term(_ total: Int, _ decay: Double, _ slope: Double) -> Double {
        let count = Double(total)
        return Double.log(onePlus: Double.exp(-(decay - slope) * count) - Double.exp(-decay * count))
    }
}
