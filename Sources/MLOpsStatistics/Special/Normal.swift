import RealModule

/// The standard normal distribution.
package enum Normal {
    /// Returns P(Z > z), with full relative accuracy in the upper tail.
    package static func upper(_ z: Double) -> Double { Double.erfc(z * 0.5.squareRoot()) / 2 }

    /// Returns P(|Z| > |z|).
    package static func twoSided(_ z: Double) -> Double { Double.erfc(abs(z) * 0.5.squareRoot()) }

    /// Returns z with P(Z > z) = q, for q in [0, 1].
    ///
    /// Newton on ln P(Z > z), from the approximation 26.2.23 of Abramowitz and Stegun.
    package static func upperQuantile(_ q: Double) -> Double {
        guard q > 0 else { return .infinity }
        guard q < 1 else { return -.infinity }
        if q == 0.5 { return 0 }
        return q < 0.5 ? quantile(ofTail: q) : -quantile(ofTail: 1 - q)
    }

    private static func quantile(ofTail q: Double) -> Double {
        let t = (-2 * Double.log(q)).squareRoot()
        var z =
            t - (2.515517 + t * (0.802853 + t * 0.010328))
            / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
        for _ in 0..<6 {
            let tail = upper(z)
            let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            guard tail > 0, density > 0 else { break }
            let step = tail / density * Double.log(tail / q)
            z += step
            if abs(step) <= 0x1p-52 * max(z, 1e-3) { break }
        }
        return z
    }
}
