import RealModule

/// Trees whose sum is the logarithm of what is expected of a row: boosting for numbers of at least 0.
///
/// The more is expected of a row, the more its loss varies, so that errors are weighed as those of Poisson numbers are, and what
/// trees explain multiplies. Sources: J. Friedman, *Greedy function approximation*, 2001; R. Wedderburn, *Quasi-likelihood
/// functions, generalized linear models, and the Gauss-Newton method*, 1974.
struct BoostedTrees: Sendable, Hashable, Codable {
    /// The logarithm of the mean.
    let base: Double
    private(set) var trees: [RegressionTree] = []

    private init(base: Double) { self.base = base }

    /// Learns from some `rows`, and keeps count of how far `others` are from what it expects of them.
    ///
    /// - Parameter losses: of all rows, 1 on average.
    /// - Returns: the trees, and the deviance of the others, less what is the same for all, with the first 0, 1, 2... trees.
    static func grown(
        _ codes: [[UInt8]], _ losses: [Double], rows: [Int], others: [Int], count: Int
    ) -> (trees: BoostedTrees, deviances: [Double]) {
        let mean = rows.isEmpty ? 1 : NeumaierSum.of(rows.lazy.map { losses[$0] }) / Double(rows.count)
        var boosted = BoostedTrees(base: Double.log(max(leastMean, mean)))
        var heights = losses.map { _ in boosted.base }
        var deviances = [deviance(losses, heights, others)]
        for _ in 0..<count {
            let tree = RegressionTree.grown(codes, losses, expected: heights.map(Double.exp), rows: rows)
            for row in heights.indices { heights[row] += tree.value(codes[row]) }
            boosted.trees.append(tree)
            deviances.append(deviance(losses, heights, others))
        }
        return (boosted, deviances)
    }

    // Of the mean of all rows: fewer rows than that tell no smaller one.
    private static let leastMean = 1e-3

    private static func deviance(_ losses: [Double], _ heights: [Double], _ rows: [Int]) -> Double {
        rows.reduce(0) { $0 + Double.exp(heights[$1]) - losses[$1] * heights[$1] }
    }

    mutating func keepFirst(_ count: Int) { trees = Array(trees.prefix(count)) }

    /// The logarithm of what is expected of a row.
    func height(_ codes: [UInt8]) -> Double { trees.reduce(base) { $0 + $1.value(codes) } }

    /// Whether decoded trees are such as grow.
    func isWhole(features: Int) -> Bool { trees.allSatisfy { $0.isWhole(features: features) } }
}
