/// Integrals over the difference of two empirical distribution functions.
enum DistributionGap {
    /// Returns ∫ g(F̂(x) − Ĝ(x)) dx; nil when a sample is empty or the integral is not finite.
    static func integral(_ table: CountTable, positions: [Double], of g: (Double) -> Double) -> Double? {
        guard !table.isOneSided else { return nil }
        let (n, m) = (Int128(table.referenceTotal), Int128(table.currentTotal))
        let scale = 1 / (Double(wide: n) * Double(wide: m))
        var (left, right) = (Int128(0), Int128(0))
        var sum = NeumaierSum()
        for column in 0..<max(0, table.count - 1) {
            left += Int128(table.reference[column])
            right += Int128(table.current[column])
            let gap = left * m - right * n
            guard gap != 0 else { continue }
            sum.add(g(Double(wide: gap) * scale) * (positions[column + 1] - positions[column]))
        }
        return sum.value.isFinite ? sum.value : nil
    }
}
