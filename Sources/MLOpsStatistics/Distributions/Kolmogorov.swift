import RealModule

/// The limiting distribution of the scaled Kolmogorov-Smirnov statistic √n·D.
package enum Kolmogorov {
    /// Returns P(K > λ), for λ ≥ 0.
    ///
    /// 2·Σ(−1)^{j−1}·e^{−2j²λ²} from λ = 1 on, and below 1 − √(2π)/λ·Σe^{−(2j−1)²π²/(8λ²)} (Kolmogorov, 1933; the two are
    /// equal by Jacobi's identity, and each converges in a few terms on its side).
    package static func upper(_ lambda: Double) -> Double {
        guard lambda > 0.04 else { return 1 }
        return lambda < 1 ? 1 - lowerSeries(lambda) : upperSeries(lambda)
    }

    /// Returns the p-value of the two-sample statistic D with effective size n·m/(n+m): upper((√nₑ + 0.12 + 0.11/√nₑ)·D).
    ///
    /// Source: M. Stephens, 1970.
    package static func pValue(distance: Double, effectiveSize: Double) -> Double {
        let root = effectiveSize.squareRoot()
        guard root > 0 else { return 1 }
        return upper((root + 0.12 + 0.11 / root) * distance)
    }

    /// Returns λ with P(K > λ) = q, for q in (0, 1).
    package static func upperQuantile(_ q: Double) -> Double {
        let target = Double.log(q)
        return RootFinder.increasing(in: 0.04...30, near: (-Double.log(q / 2) / 2).squareRoot()) { lambda in
            let value = upper(lambda)
            guard value > 0 else { return (.infinity, 0) }
            let width = 1e-6 * lambda
            let slope = (upper(lambda - width) - upper(lambda + width)) / (2 * width * value)
            return (target - Double.log(value), slope)
        }
    }

    private static func upperSeries(_ lambda: Double) -> Double {
        let exponent = -2 * lambda * lambda
        var sum = 0.0
        var sign = 1.0
        for j in 1...20 {
            let term = Double.exp(exponent * Double(j * j))
            sum += sign * term
            if term < sum * 1e-18 { break }
            sign = -sign
        }
        return min(1, 2 * sum)
    }

    private static func lowerSeries(_ lambda: Double) -> Double {
        let exponent = -Double.pi * Double.pi / (8 * lambda * lambda)
        var sum = 0.0
        for odd in stride(from: 1.0, through: 21, by: 2) {
            sum += Double.exp(exponent * odd * odd)
        }
        return (2 * Double.pi).squareRoot() / lambda * sum
    }
}
