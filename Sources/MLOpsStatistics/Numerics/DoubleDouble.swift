/// A number of about 106 bits, as an unevaluated sum of two doubles (Dekker, 1971).
struct DoubleDouble: Sendable, Equatable {
    let high: Double
    let low: Double

    init(_ value: Double) { (high, low) = (value, 0) }

    // |low| must be below half a unit of high.
    private init(high: Double, low: Double) { (self.high, self.low) = (high, low) }

    private static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
        let high = a + b
        let part = high - a
        return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
    }

    static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let (high, low) = (sum(a.high, b.high), sum(a.low, b.low))
        let first = sum(high.high, high.low + low.high)
        return sum(first.high, first.low + low.low)
    }

    static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + DoubleDouble(high: -b.high, low: -b.low) }

    static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let high = a.high * b.high
        let low = (-high).addingProduct(a.high, b.high) + (a.high * b.low + a.low * b.high)
        return sum(high, low)
    }

    static func / (a: DoubleDouble, b: Double) -> DoubleDouble {
        let quotient = a.high / b
        let rest = a - DoubleDouble(quotient) * DoubleDouble(b)
        return sum(quotient, rest.high / b)
    }

    func scaled(by exponent: Int) -> DoubleDouble {
        DoubleDouble(high: Double.scaled(high, by: exponent), low: Double.scaled(low, by: exponent))
    }
}
