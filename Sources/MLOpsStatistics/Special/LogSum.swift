import RealModule

/// Sums of numbers that are kept as logarithms, because the numbers themselves overflow or vanish.
package enum LogSum {
    /// Returns ln(1 + e^x) without overflow; 0 for x = −∞.
    package static func onePlusExp(_ x: Double) -> Double {
        x > 0 ? x + Double.log(onePlus: Double.exp(-x)) : Double.log(onePlus: Double.exp(x))
    }

    /// Returns ln Σ e^xᵢ; −∞ for none.
    package static func of(_ logarithms: some Sequence<Double>) -> Double {
        let values = Array(logarithms)
        guard let largest = values.max(), largest > -.infinity else { return -.infinity }
        guard largest < .infinity else { return .infinity }
        var sum = NeumaierSum()
        for value in values { sum.add(Double.exp(value - largest)) }
        return largest + Double.log(sum.value)
    }
}
