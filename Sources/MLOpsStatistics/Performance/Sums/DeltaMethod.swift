/// The error of a smooth function of multinomial counts.
enum DeltaMethod {
    /// Returns the standard error of f(counts), where `slope` holds f's derivatives with respect to each count and f does
    /// not change when all counts grow in proportion: √(Σ nᵢsᵢ² − (Σ nᵢsᵢ)²/n).
    ///
    /// Source: Agresti, *Categorical Data
    /// Analysis*, 16.1.
    static func error(of counts: [Double], _ slope: [Double]) -> Double {
        let total = NeumaierSum.of(counts)
        guard total > 0 else { return 0 }
        let mean = NeumaierSum.of(zip(counts, slope).lazy.map { $0 * $1 }) / total
        return NeumaierSum.of(zip(counts, slope).lazy.map { $0 * ($1 - mean) * ($1 - mean) }).squareRoot()
    }
}
