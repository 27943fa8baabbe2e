import RealModule

/// The squared differences of the means of adjacent batches of so many windows.
///
/// What changed once and stayed is one difference, or two where it changed within a batch. So of each model the two adjacent ones
/// with the largest sum are left out, and the others stand for them.
struct BatchDifferences: Sendable, Equatable, Codable {
    /// Ratios of differences to what they are on average where all rows are independent.
    struct Ratios: Equatable, Codable {
        var sum = 0.0
        var count = 0.0

        var mean: Double { count > 0 ? sum / count : 1 }

        // Adjacent differences have a batch in common: they tell two thirds of what as many independent ones would.
        var degreesOfFreedom: Double { count * 2 / 3 }
    }

    let size: Int
    /// Of the models before.
    var earlier = Ratios()
    private var present = WindowLoss.none
    private var windows = 0
    private var former: WindowLoss?
    // In units of the variance of a row.
    private var sum = 0.0
    private var last = 0.0
    private var largestPair = 0.0
    private var count = 0.0

    // Two are left out, and of fewer the rest says nothing.
    private static let fewest = 4.0
    // What is kept has to be a number.
    private static let most = 1e100

    init(size: Int) { self.size = size }

    mutating func observe(_ window: WindowLoss) {
        present = present + window
        windows += 1
        guard windows == size else { return }
        if let former { compare(former) }
        (former, present, windows) = (present, .none, 0)
    }

    private mutating func compare(_ former: WindowLoss) {
        let difference = present.mean - former.mean
        let square = difference * difference / (1 / present.rows + 1 / former.rows)
        guard (sum + square).isFinite else { return }
        sum += square
        largestPair = max(largestPair, last + square)
        last = square
        count += 1
    }

    /// - Parameters:
    ///   - variance: of the loss of a row; nil: unknown, only the models before count.
    ///   - scale: so many times as many rows as in theirs are in a window.
    func ratios(variance: Double?, scale: Double) -> Ratios {
        let scaled = earlier.count + (earlier.sum - earlier.count) * scale
        var ratios = Ratios(sum: max(0, min(Self.most, scaled)), count: earlier.count)
        guard let variance, count >= Self.fewest else { return ratios }
        let others = count - 2
        let own = max(0, sum - largestPair) / (count - Self.largestPair(of: count)) * others / variance
        ratios.sum = min(Self.most, ratios.sum + own)
        ratios.count += others
        return ratios
    }

    // What the largest sum of two adjacent ones of n is on average: asymptotically as of 3/2 times χ², by simulation within 0.08 up
    // to 20 and within n/300 above.
    private static func largestPair(of n: Double) -> Double {
        3 * Double.log(n) - 1.5 * Double.log(Double.log(n)) - 0.45
    }
}
