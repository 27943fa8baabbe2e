import RealModule

/// Harmonic numbers of the first and second order, in constant time for large n.
///
/// Up to `direct` terms are summed; beyond, the Euler-Maclaurin expansions (Abramowitz and Stegun 6.3.18 and 6.4.11) are
/// exact to rounding: the first term left out is below 1e-20.
package enum HarmonicNumber {
    /// The number of terms up to which the sum itself is taken.
    package static let direct = 256

    /// Returns Σ 1/i for i = 1...n; 0 for n below 1.
    package static func first(_ n: Int) -> Double {
        guard n > direct else { return sum(n) { 1 / $0 } }
        let (x, inverse) = (Double(n), 1 / (Double(n) * Double(n)))
        let tail = inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse / 252))
        return Double.log(x) + euler + (1 / (2 * x) - tail)
    }

    /// Returns Σ 1/i² for i = 1...n; 0 for n below 1.
    package static func second(_ n: Int) -> Double {
        guard n > direct else { return sum(n) { 1 / ($0 * $0) } }
        let (x, inverse) = (Double(n), 1 / (Double(n) * Double(n)))
        let tail = (1 - 1 / (2 * x) + inverse * (1.0 / 6 - inverse * (1.0 / 30 - inverse / 42))) / x
        return Double.pi * Double.pi / 6 - tail
    }

    private static let euler = 0.577215664901532860606512090082402431

    private static func sum(_ n: Int, _ term: (Double) -> Double) -> Double {
        var sum = NeumaierSum()
        for i in stride(from: 1, through: n, by: 1) { sum.add(term(Double(i))) }
        return sum.value
    }
}
