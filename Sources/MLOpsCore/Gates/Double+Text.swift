extension Double {
    /// To six decimals, where that says enough: 0.7315 - 0.005 is 0.7265 to people.
    var shortText: String { String(line: "\(short: self)") }

    /// All its digits, and no point where it is whole: what was counted is written as a count.
    package var plainText: String {
        guard magnitude < 1e16, let whole = Int64(exactly: self) else { return description }
        return String(whole)
    }
}

extension Line.Parts {
    /// The number's `shortText`, written where it goes to.
    mutating func appendInterpolation(short number: Double) {
        let isOrdinary = number.magnitude >= 0.001 && number.magnitude < 1e9
        guard isOrdinary else { return append(number.plainText) }
        append(millionths: Int64((number * 1e6).rounded()))
    }

    /// What `description` writes of the number nearest to so many millionths, without a search for it: of no more than 15
    /// digits no fewer say the same.
    private mutating func append(millionths number: Int64) {
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        if number < 0 { appendLiteral("-") }
        appendInterpolation(Int64(whole))
        guard rest != 0 else { return }
        var (decimals, digits) = (Int64(rest), 6)
        while decimals.isMultiple(of: 10) { (decimals, digits) = (decimals / 10, digits - 1) }
        appendLiteral(".")
        appendInterpolation(decimals, digits: digits)
    }
}
