import RealModule

extension ExactSum {
    /// The sum as a double, correct to the last digit or the one before; ±∞ beyond the range.
    package var value: Double {
        let (number, exponent) = leading
        return Double.scaled(number.high, by: exponent)
    }

    /// The sum as number·2^exponent, with number of about 100 correct bits, so that no sum overflows.
    var leading: (number: DoubleDouble, exponent: Int) {
        let (isNegative, magnitude) = signAndMagnitude
        guard let top = magnitude.lastIndex(where: { $0 != 0 }) else { return (DoubleDouble(0), 0) }
        // The top five limbs hold at least 129 significant bits.
        var number = DoubleDouble(0)
        for index in stride(from: top, through: max(0, top - 4), by: -1) {
            number = number + DoubleDouble(Double.scaled(Double(magnitude[index]), by: 32 * (index - top)))
        }
        let unit = term == .value ? -1074 : -2148
        return (isNegative ? DoubleDouble(0) - number : number, 32 * top + unit)
    }

    /// The absolute value as limbs in 0..<2³².
    var signAndMagnitude: (isNegative: Bool, magnitude: [Int64]) {
        let limbs = normalized.limbs
        let isNegative = limbs[limbs.count - 1] < 0
        return (isNegative, isNegative ? Self.negated(limbs) : limbs)
    }

    private static func negated(_ limbs: [Int64]) -> [Int64] {
        var (result, carried) = (limbs, Int64(0))
        for index in limbs.indices.dropLast() {
            let sum = carried - limbs[index]
            result[index] = sum & 0xffff_ffff
            carried = sum &>> 32
        }
        result[limbs.count - 1] = carried - limbs[limbs.count - 1]
        return result
    }
}

extension Double {
    /// Returns x·2^exponent, also where 2^exponent itself is out of range.
    static func scaled(_ x: Double, by exponent: Int) -> Double {
        let half = max(-1000, min(1000, exponent / 2))
        let rest = max(-2000, min(2000, exponent - half))
        let third = rest / 2
        return x * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: third, significand: 1)
            * Double(sign: .plus, exponent: rest - third, significand: 1)
    }
}
