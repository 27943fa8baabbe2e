import RealModule

/// The pieces of Loader's saddle-point densities, which keep full relative accuracy where lgamma differences cancel.
///
/// Source: C. Loader, *Fast and accurate computation of binomial probabilities*, 2000.
enum SaddlePoint {
    /// Returns δ(n) = ln Γ(n+1) − (n+½)·ln n + n − ½·ln 2π, for n > 0.
    static func stirlingError(_ n: Double) -> Double {
        guard n < 10 else { return stirlingSeries(n) }
        return Double.logGamma(n + 1) - (n + 0.5) * Double.log(n) + n - halfLogTwoPi
    }

    /// Returns the deviance x·ln(x/mean) + mean − x, for x ≥ 0 and mean > 0, without cancellation near x = mean.
    static func deviance(_ x: Double, mean: Double) -> Double { deviance(x, mean: mean, gap: x - mean) }

    /// Returns the same from `gap` = x − mean, for a caller who knows the difference better than it can be recomputed.
    static func deviance(_ x: Double, mean: Double, gap: Double) -> Double {
        guard x > 0 else { return mean }
        guard abs(gap) < 0.1 * (x + mean) else { return x * Double.log(x / mean) - gap }
        let ratio = gap / (x + mean)
        var sum = gap * ratio
        var power = 2 * x * ratio
        for odd in stride(from: 3.0, through: 2001, by: 2) {
            power *= ratio * ratio
            let next = sum + power / odd
            if next == sum { break }
            sum = next
        }
        return sum
    }

    private static let halfLogTwoPi = 0.918938533204672741780329736405617639861

    // Coefficients B₂ₖ/(2k(2k−1)); the first term left out is below 3e-17 from n = 10 on.
    private static func stirlingSeries(_ n: Double) -> Double {
        let square = 1 / (n * n)
        var sum = -3617.0 / 122_400
        for coefficient in [1.0 / 156, -691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12] {
            sum = sum * square + coefficient
        }
        return sum / n
    }
}
