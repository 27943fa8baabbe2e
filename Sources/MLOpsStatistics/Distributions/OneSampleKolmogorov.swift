import RealModule

/// The distribution of the one-sample Kolmogorov-Smirnov statistic of n observations.
///
/// The upper tail is twice Smirnov's one-sided probability, whose sum has positive terms only; the lower part is Durbin's
/// matrix formula (Marsaglia, Tsang, Wang, 2003) where the matrix is small and Pelz and Good's expansion (1976) elsewhere.
/// Regions as in R. Simard and P. L'Ecuyer, *Computing the two-sided Kolmogorov-Smirnov distribution*, 2011.
package enum OneSampleKolmogorov {
    /// Returns P(Dₙ ≥ d), for d in [0, 1].
    package static func upper(_ d: Double, sampleSize n: Int) -> Double {
        let size = Double(n)
        guard d < 1 else { return 0 }
        guard size * d > 0.5 else { return 1 }
        let square = size * d * d
        if d >= 0.5 || square >= (n <= 140 ? 4 : 2.2) { return min(1, 2 * oneSidedUpper(d, sampleSize: n)) }
        let isNarrow = n <= 140 || (n <= 100_000 && size * d * d.squareRoot() <= 1.4)
        return 1 - (isNarrow ? durbinLower(d, n) : pelzGoodLower(d, n))
    }

    /// Returns Smirnov's P(Dₙ⁺ ≥ d) = d·Σⱼ C(n,j)·(d+j/n)^{j−1}·(1−d−j/n)^{n−j}.
    static func oneSidedUpper(_ d: Double, sampleSize n: Int) -> Double {
        let size = Double(n)
        var sum = NeumaierSum()
        for j in 0...Int(size * (1 - d)) {
            let x = d + Double(j) / size
            guard x < 1 || j == n else { continue }
            sum.add(IncompleteBeta.density(Double(j), Double(n - j), x: x, y: 1 - x) * (d / x))
        }
        return sum.value
    }

    private static func durbinLower(_ d: Double, _ n: Int) -> Double {
        let scaled = Double(n) * d
        let k = Int(scaled.rounded(.up))
        var power = DurbinMatrix(order: 2 * k - 1, remainder: Double(k) - scaled).raised(to: n)
        var value = power.matrix[(k - 1) * (2 * k - 1) + k - 1]
        for i in 1...n {
            value *= Double(i) / Double(n)
            guard value < 1e-140 else { continue }
            value *= 1e140
            power.exponent -= 140
        }
        return value * Double.pow(10, power.exponent)
    }

    // P(Dₙ ≤ d) ≈ K₀(z) + K₁(z)/√n + K₂(z)/n + K₃(z)/n^{3/2} at z = √n·d, each K a theta series in e^{−π²/8z²}.
    private static func pelzGoodLower(_ d: Double, _ n: Int) -> Double {
        let root = Double(n).squareRoot()
        let terms = pelzGoodTerms(root * d)
        return terms[0] + (terms[1] + (terms[2] + terms[3] / root) / root) / root
    }

    private static func pelzGoodTerms(_ z: Double) -> [Double] {
        let z2 = z * z
        let (z4, z6, z8) = (z2 * z2, z2 * z2 * z2, z2 * z2 * z2 * z2)
        var sums = [0.0, 0, 0, 0]
        var (even2, even3) = (0.0, 0.0)
        for k in 1...20 {
            let odd = square(Double.pi * Double(2 * k - 1) / 2)
            let weight = Double.exp(-odd / (2 * z2))
            let (odd2, odd3) = (odd * odd, odd * odd * odd)
            sums[0] += weight
            sums[1] += weight * (odd - z2)
            sums[2] += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * odd + (1 - 2 * z2) * odd2)
            sums[3] +=
                weight
                * (-30 * z6 - 90 * z8 + (135 * z4 - 96 * z6) * odd + (212 * z4 - 60 * z2) * odd2 + (5 - 30 * z2) * odd3)
            let even = square(Double.pi * Double(k))
            let evenWeight = Double.exp(-even / (2 * z2)) * even
            even2 += evenWeight
            even3 += evenWeight * (3 * z2 - even)
        }
        let scale = (2 * Double.pi).squareRoot()
        return [
            scale * sums[0] / z,
            scale * sums[1] / (6 * z4),
            scale * (sums[2] / (72 * z6 * z) - even2 / (36 * z2 * z)),
            scale * (sums[3] / (6480 * z8 * z2) + even3 / (216 * z6)),
        ]
    }

    private static func square(_ x: Double) -> Double { x * x }
}
