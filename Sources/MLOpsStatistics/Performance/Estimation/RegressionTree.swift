import RealModule

/// A tree of questions whether a binned feature is at most a value.
struct RegressionTree: Sendable, Hashable, Codable {
    struct Node: Sendable, Hashable, Codable {
        /// −1: a leaf.
        var feature: Int
        var bin: UInt8
        var left: Int
        var right: Int
        var value: Double
    }

    private(set) var nodes: [Node]

    func value(_ codes: [UInt8]) -> Double {
        var node = nodes[0]
        while node.feature >= 0 { node = nodes[codes[node.feature] <= node.bin ? node.left : node.right] }
        return node.value
    }

    /// Whether decoded nodes lead from the root downwards to leaves.
    func isWhole(features: Int) -> Bool {
        !nodes.isEmpty
            && nodes.enumerated().allSatisfy { index, node in
                node.feature < 0
                    || (node.feature < features && node.left > index && node.right > index
                        && node.left < nodes.count && node.right < nodes.count)
            }
    }

    private init(nodes: [Node]) { self.nodes = nodes }
}

extension RegressionTree {
    /// How trees grow.
    enum Growth {
        static let leaves = 12
        static let fewestRows = 20
        static let learningRate = 0.1
        /// Keeps leaves of few rows near 0: rows of mean loss of which nothing is learnt.
        static let ridge = 5.0
    }

    /// Sums over rows: what was lost, what was expected to be, and how many there are.
    private typealias Totals = SIMD4<Double>

    private struct Leaf {
        var node: Int
        var rows: [Int]
        var split: Split?
    }

    private struct Split {
        var gain: Double
        var feature: Int
        var bin: UInt8
    }

    /// The tree that explains most of `losses` beyond what is `expected` of each row, leaf by leaf where it gains most.
    ///
    /// Its values are logarithms of factors of what is expected, times the learning rate.
    static func grown(_ codes: [[UInt8]], _ losses: [Double], expected: [Double], rows: [Int]) -> RegressionTree {
        let rowTotals = zip(losses, expected).map { Totals($0, $1, 1, 0) }
        var nodes = [leaf(rows, rowTotals)]
        var leaves = [Leaf(node: 0, rows: rows, split: bestSplit(codes, rowTotals, rows))]
        while leaves.count < Growth.leaves {
            let best = leaves.indices.filter { leaves[$0].split != nil }
                .max { (leaves[$0].split?.gain ?? 0) < (leaves[$1].split?.gain ?? 0) }
            guard let best, let split = leaves[best].split else { break }
            let chosen = leaves.remove(at: best)
            let left = chosen.rows.filter { codes[$0][split.feature] <= split.bin }
            let right = chosen.rows.filter { codes[$0][split.feature] > split.bin }
            (nodes[chosen.node].feature, nodes[chosen.node].bin) = (split.feature, split.bin)
            (nodes[chosen.node].left, nodes[chosen.node].right) = (nodes.count, nodes.count + 1)
            for side in [left, right] {
                leaves.append(Leaf(node: nodes.count, rows: side, split: bestSplit(codes, rowTotals, side)))
                nodes.append(leaf(side, rowTotals))
            }
        }
        return RegressionTree(nodes: nodes)
    }

    private static func leaf(_ rows: [Int], _ rowTotals: [Totals]) -> Node {
        let sums = rows.reduce(into: Totals()) { $0 += rowTotals[$1] }
        let factor = (sums[0] + Growth.ridge) / (sums[1] + Growth.ridge)
        return Node(feature: -1, bin: 0, left: 0, right: 0, value: Growth.learningRate * Double.log(factor))
    }

    // Twice what the likelihood of Poisson numbers wins by the factor of a leaf, to second order and from halfway: neither
    // rows with a large loss of which little was expected nor rows of which much was make it large alone.
    private static func gain(_ sums: Totals) -> Double {
        let gap = sums[0] - sums[1]
        return gap * gap / ((sums[0] + sums[1]) / 2 + Growth.ridge)
    }

    private static func bestSplit(_ codes: [[UInt8]], _ rowTotals: [Totals], _ rows: [Int]) -> Split? {
        guard rows.count >= 2 * Growth.fewestRows, let features = codes.first?.count else { return nil }
        let width = FeatureBins.most
        var cells = [Totals](repeating: Totals(), count: features * width)
        var whole = Totals()
        for row in rows {
            let totals = rowTotals[row]
            whole += totals
            codes[row].withUnsafeBufferPointer { codes in
                for feature in 0..<features { cells[feature * width + Int(codes[feature])] += totals }
            }
        }
        var best: Split?
        let (fewest, without) = (Double(Growth.fewestRows), gain(whole))
        for feature in 0..<features {
            var sums = Totals()
            for bin in 0..<width {
                sums += cells[feature * width + bin]
                guard sums[2] >= fewest else { continue }
                guard whole[2] - sums[2] >= fewest else { break }
                let gain = gain(sums) + gain(whole - sums) - without
                if gain > best?.gain ?? 1e-9 { best = Split(gain: gain, feature: feature, bin: UInt8(bin)) }
            }
        }
        return best
    }
}
