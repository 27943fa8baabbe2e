import RealModule

/// How logarithms of expected losses, learnt with caution, must be moved and stretched so that held-out losses are as expected.
///
/// Trees that are kept small say too little of what is far from the mean: windows in which such rows become many are what the
/// estimate is for. A regression of Poisson numbers on the logarithms says by how much.
struct LossCalibration: Sendable, Hashable, Codable {
    private(set) var level = 0.0
    private(set) var slope = 1.0
    // Logarithms are measured from here.
    private let centre: Double

    /// By Newton's method, with a little ridge towards no change; in steps that are halved until they gain.
    init(_ heights: [Double], _ losses: [Double]) {
        let middle = NeumaierSum.of(heights) / Double(max(1, heights.count))
        centre = middle.isFinite ? middle : 0
        let gaps = heights.map { [centre] in $0 - centre }
        var reached = likelihood(gaps, losses)
        for _ in 0..<20 {
            let before = (level, slope)
            guard let step = step(gaps, losses) else { return }
            var (share, gained) = (1.0, -1.0)
            while share > 1e-3, gained < 0 {
                (level, slope) = (before.0 + share * step.level, before.1 + share * step.slope)
                gained = likelihood(gaps, losses) - reached
                share /= 2
            }
            guard gained >= 0 else {
                (level, slope) = before
                return
            }
            reached += gained
            if gained < 1e-9 * Double(gaps.count) { return }
        }
    }

    /// The loss expected where the trees say its logarithm is `height`.
    func value(_ height: Double) -> Double { Double.exp(centre + level + slope * (height - centre)) }

    private static let ridge = 1.0

    private func likelihood(_ gaps: [Double], _ losses: [Double]) -> Double {
        var sum = NeumaierSum()
        sum.add(-Self.ridge / 2 * (level * level + (slope - 1) * (slope - 1)))
        for (gap, loss) in zip(gaps, losses) {
            let height = centre + level + slope * gap
            sum.add(loss * height - Double.exp(height))
        }
        return sum.value
    }

    private func step(_ gaps: [Double], _ losses: [Double]) -> (level: Double, slope: Double)? {
        var (a, b) = (-Self.ridge * level, -Self.ridge * (slope - 1))
        var (aa, ab, bb) = (Self.ridge, 0.0, Self.ridge)
        for (gap, loss) in zip(gaps, losses) {
            let expected = Double.exp(centre + level + slope * gap)
            a += loss - expected
            b += (loss - expected) * gap
            aa += expected
            ab += expected * gap
            bb += expected * gap * gap
        }
        let determinant = aa * bb - ab * ab
        guard determinant > 0, determinant.isFinite else { return nil }
        return ((a * bb - b * ab) / determinant, (b * aa - a * ab) / determinant)
    }
}
