/// What a metric of a window will be: its expectation and what it varies by.
struct Expected: Sendable {
    /// How the interval is made.
    enum Scale: Sendable { case share, correlation, positive, any }

    let name: String
    let value: Double
    /// The variance that the labels alone make.
    let labelVariance: Double
    /// What each refit of what was learnt says.
    let refits: [Double]
    /// What it varies by from block to block of the reference, beyond these.
    let blockVariance: Double
    let scale: Scale

    /// With the interval in which the value lies when the labels are known, with 95 %.
    var figure: NamedFigure {
        let error = (labelVariance + Self.variance(refits) + blockVariance).squareRoot()
        switch scale {
        case .share: return NamedFigure(name, .logOdds(value, error: error))
        case .correlation: return NamedFigure(name, .correlation(value, error: error))
        case .positive: return NamedFigure(name, .normal(value, error: error, in: 0...(.infinity)))
        case .any: return NamedFigure(name, .normal(value, error: error, in: -.infinity...Double.infinity))
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        let finite = values.filter(\.isFinite)
        guard finite.count > 1 else { return 0 }
        let mean = NeumaierSum.of(finite) / Double(finite.count)
        return NeumaierSum.of(finite.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(finite.count - 1)
    }
}
