/// Holm's step-down procedure (1979): of many hypotheses, those rejected at a family-wise error rate.
package enum Holm {
    /// Returns which of the p-values are rejected so that any false rejection has probability at most `level`.
    package static func rejected(_ p: [Double], level: Double) -> [Bool] {
        var rejected = [Bool](repeating: false, count: p.count)
        let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
        for (rank, index) in order.enumerated() {
            guard p[index] <= level / Double(p.count - rank) else { break }
            rejected[index] = true
        }
        return rejected
    }
}
