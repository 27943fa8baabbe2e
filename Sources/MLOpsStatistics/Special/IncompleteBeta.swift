import RealModule

/// The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1].
///
/// x is given together with y = 1 − x, so that neither end loses digits. Source: DLMF 8.17.22 (continued fraction).
package enum IncompleteBeta {
    /// Returns I_x(a, b), where y is 1 − x.
    package static func lower(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
        guard x > 0 else { return 0 }
        guard y > 0 else { return 1 }
        return x < (a + 1) / (a + b + 2) ? fraction(a, b, x, y) : 1 - fraction(b, a, y, x)
    }

    /// Returns 1 − I_x(a, b), where y is 1 − x.
    package static func upper(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
        lower(b, a, x: y, y: x)
    }

    /// Returns (x, 1 − x) with I_x(a, b) = p, for p in [0, 1].
    package static func inverseLower(_ a: Double, _ b: Double, _ p: Double) -> (x: Double, y: Double) {
        guard p > 0 else { return (0, 1) }
        guard p < 1 else { return (1, 0) }
        return p <= 0.5 ? inverse(a, b, tail: p, isUpper: false) : inverse(a, b, tail: 1 - p, isUpper: true)
    }

    /// Returns (x, 1 − x) with 1 − I_x(a, b) = q, for q in [0, 1].
    package static func inverseUpper(_ a: Double, _ b: Double, _ q: Double) -> (x: Double, y: Double) {
        let (y, x) = inverseLower(b, a, q)
        return (x, y)
    }

    /// Returns x^a·y^b·Γ(n+1)/(Γ(a+1)·Γ(b+1)), the binomial density of the real count a of n = a + b.
    static func density(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
        let n = a + b
        guard a > 0 else { return Double.exp(logPower(of: y, complement: x, b)) }
        guard b > 0 else { return Double.exp(logPower(of: x, complement: y, a)) }
        guard x > 0, y > 0 else { return 0 }
        let exponent =
            SaddlePoint.stirlingError(n) - SaddlePoint.stirlingError(a) - SaddlePoint.stirlingError(b)
            - SaddlePoint.deviance(a, mean: n * x) - SaddlePoint.deviance(b, mean: n * y)
        return Double.exp(exponent) * (n / (2 * Double.pi * a)).squareRoot() / b.squareRoot()
    }

    private static func logPower(of base: Double, complement: Double, _ n: Double) -> Double {
        guard n > 0 else { return 0 }
        return n * (complement < 0.5 ? Double.log(onePlus: -complement) : Double.log(base))
    }

    // Lentz's algorithm; the number of steps grows as √(a+b) near the mean.
    private static func fraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
        var h = d
        for i in 1...1_000_000 {
            let m = Double(i)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonzero(1 + even * d)
            c = nonzero(1 + even / c)
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonzero(1 + odd * d)
            c = nonzero(1 + odd / c)
            let factor = d * c
            h *= factor
            if abs(factor - 1) < 0x1p-52 { break }
        }
        return min(1, density(a, b, x: x, y: y) * (b / (a + b)) * h)
    }

    private static func nonzero(_ x: Double) -> Double { abs(x) < 1e-290 ? 1e-290 : x }

    // On the scale u = ln(x/y), where both x and y = 1 − x keep their digits.
    private static func inverse(_ a: Double, _ b: Double, tail: Double, isUpper: Bool) -> (x: Double, y: Double) {
        let target = Double.log(tail)
        let root = RootFinder.increasing(in: -745...745, near: Double.log(a / b)) { u in
            let (x, y) = proportions(u)
            let value = isUpper ? upper(a, b, x: x, y: y) : lower(a, b, x: x, y: y)
            guard value > 0 else { return (isUpper ? .infinity : -.infinity, 0) }
            let slope = density(a, b, x: x, y: y) * (a * b / (a + b)) / value
            let gap = Double.log(value) - target
            return isUpper ? (-gap, slope) : (gap, slope)
        }
        return proportions(root)
    }

    private static func proportions(_ u: Double) -> (x: Double, y: Double) {
        (1 / (1 + Double.exp(-u)), 1 / (1 + Double.exp(u)))
    }
}
