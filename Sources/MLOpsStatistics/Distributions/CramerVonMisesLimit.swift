import RealModule

/// The limiting distribution of the Cramér-von Mises statistic, that of Σ Zₖ²/(k²π²).
package enum CramerVonMisesLimit {
    /// Returns P(W > x), with full relative accuracy in the upper tail.
    ///
    /// Smirnov's integral (1936): (2/π)·Σₖ(−1)^{k+1}·∫ √(θ/|sin θ|)·e^{−xθ²/2}/θ dθ over ((2k−1)π, 2kπ). The substitution
    /// θ = (2k−½)π − (π/2)·cos φ removes the singular ends, so that the midpoint rule converges exponentially.
    package static func upper(_ x: Double) -> Double {
        guard x > 0.005 else { return 1 }
        var sum = 0.0
        var sign = 1.0
        for k in 1...64 {
            let block = integral(block: Double(k), x)
            sum += sign * block
            if block < sum * 1e-17 { break }
            sign = -sign
        }
        return min(1, max(0, 2 / Double.pi * sum))
    }

    private static let points = 64

    private static func integral(block k: Double, _ x: Double) -> Double {
        var sum = 0.0
        for point in 0..<points {
            let phi = Double.pi * (Double(point) + 0.5) / Double(points)
            // Distances from the ends of the block, without cancellation.
            let fromStart = Double.pi * square(Double.sin(phi / 2))
            let fromEnd = Double.pi * square(Double.cos(phi / 2))
            let theta = (2 * k - 1) * Double.pi + fromStart
            let sine = Double.sin(min(fromStart, fromEnd))
            sum += Double.exp(-x * theta * theta / 2) * Double.sin(phi) / (theta * sine).squareRoot()
        }
        return sum * Double.pi / 2 * Double.pi / Double(points)
    }

    private static func square(_ x: Double) -> Double { x * x }
}
