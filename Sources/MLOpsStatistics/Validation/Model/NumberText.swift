/// Numbers as people write them in schema files and reports.
package enum NumberText {
    /// Whole numbers below 2⁵³ without a fraction, others as the shortest text that reads back to the same number.
    package static func text(_ value: Double) -> String {
        if value == 0 { return "0" }
        guard value.magnitude < 0x1p53, value == value.rounded(.towardZero) else { return "\(value)" }
        return "\(Int(value))"
    }

    /// The value of so many significant digits that is not less; for rates, so that the text keeps the promise.
    package static func roundedUp(_ rate: Double, digits: Int = 2) -> Double {
        rounded(rate, digits, .up)
    }

    /// The nearest value of so many significant digits in a direction.
    static func rounded(_ value: Double, _ digits: Int, _ rule: FloatingPointRoundingRule) -> Double {
        guard value != 0, value.isFinite else { return value }
        var exponent = 0
        var scale = 1.0
        var magnitude = value.magnitude
        while magnitude >= 10, exponent < 308 {
            (magnitude, scale, exponent) = (magnitude / 10, scale * 10, exponent + 1)
        }
        while magnitude < 1, exponent > -300 {
            (magnitude, scale, exponent) = (magnitude * 10, scale / 10, exponent - 1)
        }
        let unit = power(digits - 1 - exponent)
        guard unit.isFinite, unit > 0 else { return value }
        // What was rounded already must not move by the error of the multiplication.
        let nearest = (value * unit).rounded(.toNearestOrEven) / unit
        if (nearest - value).magnitude < value.magnitude * 1e-12 { return nearest }
        let result = (value * unit).rounded(rule) / unit
        return result.isFinite ? result : value
    }

    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<min(320, exponent.magnitude) { result = exponent > 0 ? result * 10 : result / 10 }
        return result
    }
}
