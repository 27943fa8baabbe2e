import RealModule

/// The information by which yes-or-no rows of one rate tell another rate apart.
enum RateDivergence {
    /// Returns the Kullback-Leibler divergence KL(p ‖ q) of two rates in 0...1, in nats; q is kept off 0 and 1.
    static func of(_ p: Double, from q: Double) -> Double {
        let q = max(1e-12, min(1 - 1e-12, q))
        let yes = p > 0 ? p * Double.log(p / q) : 0
        let no = p < 1 ? (1 - p) * Double.log((1 - p) / (1 - q)) : 0
        return yes + no
    }
}
