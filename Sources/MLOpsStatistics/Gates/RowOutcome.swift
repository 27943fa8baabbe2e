/// What one model did on the rows, in the form that its metric's statistics need.
enum RowOutcome {
    /// Right or wrong; the metric is the share of rows of which `counted` is true.
    case shares([Bool])
    case sums(RowMeasure)
    case areaUnderCurve(DeLong)

    /// nil: the metric is not defined for these rows.
    var value: Double? {
        switch self {
        case .shares(let counted): Double(counted.count(where: \.self)) / Double(counted.count)
        case .sums(let measure): measure.total
        case .areaUnderCurve(let curve): curve.area
        }
    }

    func interval(error: Double) -> ClosedRange<Double>? {
        switch self {
        case .shares(let counted):
            return Proportion(events: counted.count(where: \.self), trials: counted.count)
                .wilson(confidence: 1 - 2 * error)
        case .sums(let measure):
            return PairedBootstrap(sums: measure.sums).bounds(error: error, of: measure.value)
        case .areaUnderCurve(let curve):
            let half = Normal.upperQuantile(error) * curve.variance.squareRoot()
            return max(0, curve.area - half)...min(1, curve.area + half)
        }
    }

    /// nil when one of the two is not defined, or chance leaves everything open.
    func difference(from champion: RowOutcome, error: Double) -> PairedComparison.Difference? {
        switch (self, champion) {
        case (.shares(let own), .shares(let other)):
            let pairs = PairedProportions(
                rows: own.count, onlyCandidate: zip(own, other).count { $0 && !$1 },
                onlyChampion: zip(own, other).count { !$0 && $1 })
            return champion.value.map {
                PairedComparison.Difference(
                    method: .pairedProportions, champion: $0, value: pairs.difference,
                    bounds: pairs.scoreInterval(error: error), p: pairs.mcNemarMidP)
            }
        case (.areaUnderCurve(let own), .areaUnderCurve(let other)):
            let value = own.area - other.area
            let half = RareRows(own, besides: other)
                .reach(error: error, variance: own.varianceOfDifference(from: other))
            return PairedComparison.Difference(
                method: .deLong, champion: other.area, value: value, bounds: value - half...value + half, p: nil)
        case (.sums(let own), .sums(let other)): return Self.difference(own, other, error: error)
        default: return nil
        }
    }

    private static func difference(
        _ own: RowMeasure, _ other: RowMeasure, error: Double
    ) -> PairedComparison.Difference? {
        guard let width = own.sums.first?.count, let candidate = own.total, let champion = other.total else {
            return nil
        }
        let both = zip(own.sums, other.sums).map { $0 + $1 }
        let rare = RareRows(own, besides: other, error: error)
        let bounds = PairedBootstrap(sums: both).bounds(error: error, rare: rare) { sums in
            own.value(Array(sums[..<width])).flatMap { left in
                other.value(Array(sums[width...])).map { left - $0 }
            }
        }
        return bounds.map {
            PairedComparison.Difference(
                method: .pairedBootstrap, champion: champion, value: candidate - champion, bounds: $0, p: nil)
        }
    }
}
