/// Least-squares fits of small polynomials.
enum LeastSquares {
    /// Returns c₀, c₁, c₂ of the parabola c₀ + c₁x + c₂x² closest to the points; requires three distinct x.
    ///
    /// By polynomials orthogonal on the points (Forsythe, 1957), which need no ill-conditioned system.
    static func parabola(_ x: [Double], _ y: [Double]) -> (Double, Double, Double) {
        let n = Double(x.count)
        let mean = x.reduce(0, +) / n
        let line = x.map { $0 - mean }
        let lineNorm = dot(line, line)
        let tilt = dot(line.map { $0 * $0 }, line) / lineNorm
        let level = lineNorm / n
        let bow = line.map { ($0 - tilt) * $0 - level }
        let height = y.reduce(0, +) / n
        let slope = dot(y, line) / lineNorm
        let curvature = dot(y, bow) / dot(bow, bow)
        let linear = slope - curvature * tilt
        return (
            height - mean * linear + curvature * (mean * mean - level),
            linear - 2 * mean * curvature,
            curvature
        )
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { NeumaierSum.of(zip(a, b).lazy.map { $0 * $1 }) }
}
