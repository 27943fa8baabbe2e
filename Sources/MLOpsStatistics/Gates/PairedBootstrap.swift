/// Draws rows again, for metrics that follow from sums over rows: what each draw would have measured.
///
/// Many rows are first put into groups at random. The sums of the groups are as independent as the rows, and there are
/// few enough of them to be drawn thousands of times.
///
/// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13.
struct PairedBootstrap: Sendable {
    static let replications = 2000
    private static let maximumGroups = 2000
    /// More draws than this without a value, and the metric is not one to be judged on so few rows.
    private static let undefinedShare = 0.01

    /// With a few hundred rows bounds fail a fifth more often than they say: measured on F1 of 200 rows, 5.9 % for 4.5 %.
    private static let correction = 0.75

    private let groups: [[Double]]

    /// - Parameter sums: of each row, what it adds to each sum; all of one length.
    init(sums rows: [[Double]], seed: UInt64 = 1) {
        guard rows.count > Self.maximumGroups, let width = rows.first?.count else {
            groups = rows
            return
        }
        var random = Xoshiro256StarStar(seed: seed)
        var order = Array(rows.indices)
        order.shuffle(using: &random)
        var groups = [[Double]](repeating: [Double](repeating: 0, count: width), count: Self.maximumGroups)
        for (place, row) in order.enumerated() {
            for column in 0..<width { groups[place % Self.maximumGroups][column] += rows[row][column] }
        }
        self.groups = groups
    }

    /// Returns the one-sided bounds of a value with probability `error` beyond each; nil when it has none.
    ///
    /// The wider of the percentile and the score bounds: the first keeps its promise with skewed values, the second
    /// with few rows, or few that say anything.
    ///
    /// - Parameter rare: draws know nothing of rows that were not seen; without it the score bounds are normal ones.
    func bounds(
        error: Double, seed: UInt64 = 2, rare: RareRows = RareRows(effect: 0), of value: ([Double]) -> Double?
    ) -> ClosedRange<Double>? {
        let error = error * Self.correction
        guard let width = groups.first?.count, let observed = value(total(width)) else { return nil }
        var values = draws(width, seed, value)
        let missing = Self.replications - values.count
        guard Double(missing) <= Self.undefinedShare * Double(Self.replications), values.count > 1 else { return nil }
        values.sort()
        let mean = NeumaierSum.of(values) / Double(values.count)
        let squares = NeumaierSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) })
        let half = rare.reach(error: error, variance: squares / Double(values.count - 1))
        let place = min(values.count - 1, Int(error * Double(values.count)))
        let lower = min(values[place], observed - half)
        return lower...max(lower, values[values.count - 1 - place], observed + half)
    }

    private func total(_ width: Int) -> [Double] {
        var total = [Double](repeating: 0, count: width)
        for group in groups { for column in 0..<width { total[column] += group[column] } }
        return total
    }

    private func draws(_ width: Int, _ seed: UInt64, _ value: ([Double]) -> Double?) -> [Double] {
        var random = Xoshiro256StarStar(seed: seed)
        let flat = groups.flatMap(\.self)
        var values: [Double] = []
        values.reserveCapacity(Self.replications)
        var sums = [Double](repeating: 0, count: width)
        for _ in 0..<Self.replications {
            for column in 0..<width { sums[column] = 0 }
            for _ in 0..<groups.count {
                let start = random.below(groups.count) * width
                for column in 0..<width { sums[column] += flat[start + column] }
            }
            if let value = value(sums), value.isFinite { values.append(value) }
        }
        return values
    }
}
