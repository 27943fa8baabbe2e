import RealModule

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), for a > 0 and x ≥ 0.
///
/// Both tails are computed directly, so that a small one keeps its relative accuracy down to the smallest number.
/// Source: DLMF 8.7.1 (series), 8.9.2 (continued fraction); the prefix by ``SaddlePoint``.
package enum IncompleteGamma {
    /// Returns P(a, x), the probability that a Gamma(a) variable is at most x.
    package static func lower(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < .infinity else { return 1 }
        return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
    }

    /// Returns Q(a, x), the probability that a Gamma(a) variable exceeds x.
    package static func upper(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        guard x < .infinity else { return 0 }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
    }

    /// Returns x with Q(a, x) = q, for q in [0, 1].
    package static func inverseUpper(_ a: Double, _ q: Double) -> Double {
        guard q > 0 else { return .infinity }
        guard q < 1 else { return 0 }
        return inverse(a, tail: q > 0.5 ? 1 - q : q, isUpper: q <= 0.5)
    }

    /// Returns x with P(a, x) = p, for p in [0, 1].
    package static func inverseLower(_ a: Double, _ p: Double) -> Double {
        guard p > 0 else { return 0 }
        guard p < 1 else { return .infinity }
        return inverse(a, tail: p > 0.5 ? 1 - p : p, isUpper: p > 0.5)
    }

    // x^a·e^(−x)/Γ(a+1), the Poisson density at the real count a.
    static func prefix(_ a: Double, _ x: Double) -> Double {
        let exponent = -SaddlePoint.stirlingError(a) - SaddlePoint.deviance(a, mean: x)
        return Double.exp(exponent) / (2 * Double.pi * a).squareRoot()
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var denominator = a
        while term > sum * 0x1p-54 {
            denominator += 1
            term *= x / denominator
            sum += term
        }
        return min(1, prefix(a, x) * sum)
    }

    // Lentz's algorithm; the number of steps grows as √a near x = a.
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a
        var c = 1 / Double.leastNormalMagnitude
        var d = 1 / b
        var h = d
        for i in 1...1_000_000 {
            let n = Double(i)
            let numerator = -n * (n - a)
            b += 2
            d = 1 / nonzero(numerator * d + b)
            c = nonzero(b + numerator / c)
            let factor = d * c
            h *= factor
            if abs(factor - 1) < 0x1p-52 { break }
        }
        return prefix(a, x) * a * h
    }

    private static func nonzero(_ x: Double) -> Double { abs(x) < 1e-290 ? 1e-290 : x }

    // Newton on the logarithm of the smaller tail as a function of ln x, where it is nearly straight.
    private static func inverse(_ a: Double, tail: Double, isUpper: Bool) -> Double {
        let target = Double.log(tail)
        let root = RootFinder.increasing(in: -745...720, near: Double.log(start(a, tail: tail, isUpper: isUpper))) {
            u in
            let x = Double.exp(u)
            let value = isUpper ? upper(a, x) : lower(a, x)
            guard value > 0 else { return (isUpper ? .infinity : -.infinity, 0) }
            let slope = prefix(a, x) * a / value
            let gap = Double.log(value) - target
            return isUpper ? (-gap, slope) : (gap, slope)
        }
        return Double.exp(root)
    }

    // Wilson and Hilferty, 1931; for small a the first term of the series.
    private static func start(_ a: Double, tail: Double, isUpper: Bool) -> Double {
        let z = isUpper ? Normal.upperQuantile(tail) : -Normal.upperQuantile(tail)
        let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
        if root > 0.1 { return a * root * root * root }
        return max(1e-300, Double.exp((Double.log(tail) + Double.logGamma(a + 1)) / a))
    }
}
