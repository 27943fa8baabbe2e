/// Numbers with few digits, for tables.
enum NumberText {
    /// For example `0.0312`, `12.5`, `3410`; no zeros at the end.
    static func significant(_ value: Double, digits: Int) -> String {
        var scale = 1.0
        var places = 0
        while abs(value) * scale < power(digits - 1), places < 12 {
            scale *= 10
            places += 1
        }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        var fraction = String(scaled % Int64(scale))
        fraction = String(repeating: "0", count: max(0, places - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        return places == 0 || fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }

    /// For example `3.1e-9`.
    static func exponential(_ value: Double) -> String {
        var exponent = 0
        var mantissa = abs(value)
        while mantissa >= 10, exponent < 400 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        while mantissa < 1, exponent > -400 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return "\(value < 0 ? "-" : "")\(significant(mantissa, digits: 2))e\(exponent)"
    }

    private static func power(_ exponent: Int) -> Double {
        (0..<max(0, exponent)).reduce(1.0) { result, _ in result * 10 }
    }
}
