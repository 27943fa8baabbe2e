/// Integrals over the difference of two empirical distribution functions.
enum DistributionGap {
    /// Returns ∫ g(F̂(x) − Ĝ(x)) dx; nil when a sample is empty or the integral is not finite.
    static func integral(_ table: CountTable, positions: [Double], of g: (Double) -> Double) -> Double? {
        guard !table.isOneSided else { return nil }
        let (n, m) = (table.referenceTotal, table.currentTotal)
        let scale = 1 / (Double(n) * Double(m))
        var (left, right) = (0, 0)
        var sum = NeumaierSum()
        for column in 0..<max(0, table.count - 1) {
            left += table.reference[column]
            right += table.current[column]
            let gap = left * m - right * n
            guard gap != 0 else { continue }
            sum.add(g(Double(gap) * scale) * (positions[column + 1] - positions[column]))
        }
        return sum.value.isFinite ? sum.value : nil
    }
}
