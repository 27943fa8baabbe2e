extension Double {
    /// To six decimals, where that says enough: 0.7315 - 0.005 is 0.7265 to people.
    var shortText: String {
        let isOrdinary = magnitude >= 0.001 && magnitude < 1e9
        return isOrdinary ? Self.text(ofMillionths: Int64((self * 1e6).rounded())) : plainText
    }

    /// What `description` writes of the number nearest to so many millionths, without a search for it: of no more than 15
    /// digits no fewer say the same.
    private static func text(ofMillionths number: Int64) -> String {
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let sign = number < 0 ? "-" : ""
        guard rest != 0 else { return String(line: "\(sign)\(Int64(whole))") }
        var (decimals, digits) = (Int64(rest), 6)
        while decimals.isMultiple(of: 10) { (decimals, digits) = (decimals / 10, digits - 1) }
        return String(line: "\(sign)\(Int64(whole)).\(decimals, digits: digits)")
    }

    /// All its digits, and no point where it is whole: what was counted is written as a count.
    var plainText: String {
        guard magnitude < 1e16, let whole = Int64(exactly: self) else { return description }
        return String(whole)
    }
}
