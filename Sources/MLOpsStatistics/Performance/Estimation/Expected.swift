/// What a metric of a window will be: its expectation and what it varies by.
struct Expected: Sendable {
    /// How the interval is made.
    enum Scale: Sendable {
        case share, correlation, positive, any

        var range: ClosedRange<Double> {
            switch self {
            case .share: 0...1
            case .correlation: -1...1
            case .positive: 0...(.infinity)
            case .any: -.infinity...Double.infinity
            }
        }
    }

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
    var estimate: EstimatedFigure {
        let variance = labelVariance + Self.variance(refits)
        return EstimatedFigure(
            name, figure(error: (variance + blockVariance).squareRoot()), error: variance.squareRoot(),
            range: scale.range)
    }

    private func figure(error: Double) -> PerformanceFigure {
        switch scale {
        case .share: .logOdds(value, error: error)
        case .correlation: .correlation(value, error: error)
        case .positive, .any: .normal(value, error: error, in: scale.range)
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        let finite = values.filter(\.isFinite)
        guard finite.count > 1 else { return 0 }
        let mean = NeumaierSum.of(finite) / Double(finite.count)
        return NeumaierSum.of(finite.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(finite.count - 1)
    }
}
