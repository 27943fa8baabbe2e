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
        /// Keeps leaves of few rows near 0.
        static let ridge = 5.0
    }

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

    /// The tree that explains most of `residuals`, leaf by leaf where it gains most, times the learning rate.
    static func grown(_ codes: [[UInt8]], _ residuals: [Double], rows: [Int]) -> RegressionTree {
        var nodes = [leaf(rows, residuals)]
        var leaves = [Leaf(node: 0, rows: rows, split: bestSplit(codes, residuals, rows))]
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
                leaves.append(Leaf(node: nodes.count, rows: side, split: bestSplit(codes, residuals, side)))
                nodes.append(leaf(side, residuals))
            }
        }
        return RegressionTree(nodes: nodes)
    }

    private static func leaf(_ rows: [Int], _ residuals: [Double]) -> Node {
        let sum = rows.reduce(0) { $0 + residuals[$1] }
        let value = Growth.learningRate * sum / (Double(rows.count) + Growth.ridge)
        return Node(feature: -1, bin: 0, left: 0, right: 0, value: value)
    }

    private static func bestSplit(_ codes: [[UInt8]], _ residuals: [Double], _ rows: [Int]) -> Split? {
        guard rows.count >= 2 * Growth.fewestRows, let features = codes.first?.count else { return nil }
        let width = FeatureBins.most
        var sums = [Double](repeating: 0, count: features * width)
        var counts = [Double](repeating: 0, count: features * width)
        var total = 0.0
        for row in rows {
            let residual = residuals[row]
            total += residual
            codes[row].withUnsafeBufferPointer { codes in
                for feature in 0..<features {
                    let place = feature * width + Int(codes[feature])
                    sums[place] += residual
                    counts[place] += 1
                }
            }
        }
        var best: Split?
        let (all, fewest) = (Double(rows.count), Double(Growth.fewestRows))
        let whole = total * total / (all + Growth.ridge)
        for feature in 0..<features {
            var (sum, count) = (0.0, 0.0)
            for bin in 0..<width {
                sum += sums[feature * width + bin]
                count += counts[feature * width + bin]
                guard count >= fewest else { continue }
                guard all - count >= fewest else { break }
                let rest = total - sum
                let gain =
                    sum * sum / (count + Growth.ridge) + rest * rest / (all - count + Growth.ridge) - whole
                if gain > best?.gain ?? 1e-12 { best = Split(gain: gain, feature: feature, bin: UInt8(bin)) }
            }
        }
        return best
    }
}
