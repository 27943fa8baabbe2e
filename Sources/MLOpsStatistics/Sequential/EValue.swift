import RealModule

/// Evidence as a bet: under the null hypothesis its mean is at most 1, so that evidence may be multiplied over time.
package enum EValue {
    /// Returns ln e for a p-value, with e = (1 − p + p·ln p)/(p·(ln p)²), the mixture of κ·p^{κ−1} over κ in (0, 1).
    ///
    /// p is raised to 1e-300; at 1 the limit is e = ½. Source: V. Vovk and R. Wang, *E-values*, 2021.
    package static func logarithm(p: Double) -> Double {
        let log = Double.log(max(1e-300, min(1, p)))
        // (e^x − 1 − x)/x² with x = −ln p: the series where the difference cancels.
        let x = -log
        guard x > 0.01 else { return Double.log(0.5 + x / 6 + x * x / 24 + x * x * x / 120) }
        return x + Double.log((1 + log * Double.exp(log) - Double.exp(log)) / (x * x))
    }
}
