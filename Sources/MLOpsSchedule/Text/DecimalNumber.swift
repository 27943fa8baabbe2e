/// A decimal number without a sign, exact as written up to twelve places.
struct DecimalNumber {
    var whole: Int64
    /// The places after the point, in units of `1 / scale`.
    var fraction: Int64 = 0
    var scale: Int64 = 1

    /// Returns the product rounded down, `nil` when it is too large.
    func times(_ unit: Int64) -> Int64? {
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        // The fraction is below one, so this is at most `unit`; the wide product cannot overflow.
        let part = fraction.multipliedFullWidth(by: unit)
        let (sum, overflowAgain) = product.addingReportingOverflow(scale.dividingFullWidth(part).quotient)
        return overflowAgain ? nil : sum
    }
}

extension TextCursor {
    /// Takes `12`, `12.5` or `.5`.
    mutating func decimal() throws(ParseFailure) -> DecimalNumber {
        let start = position
        guard next != UInt8(ascii: "-") else { throw ParseFailure("it is negative", at: start) }
        let hasWhole = next?.isDigit ?? false
        var decimal = DecimalNumber(whole: 0)
        if hasWhole || next != UInt8(ascii: ".") { decimal.whole = Int64(try number("a number", limit: .max)) }
        guard take(".") else { return decimal }
        let digits = takeAll { $0.isDigit }
        guard !digits.isEmpty else { throw ParseFailure("digits are missing after \".\"", at: position) }
        // More places than these are below every resolution here.
        for digit in digits.prefix(12) {
            decimal.fraction = decimal.fraction * 10 + Int64(digit - UInt8(ascii: "0"))
            decimal.scale *= 10
        }
        return decimal
    }
}
