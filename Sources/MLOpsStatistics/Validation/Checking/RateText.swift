/// Shares of rows in words.
enum RateText {
    /// `5.2 %`: three significant digits.
    static func percent(_ rate: Double) -> String {
        let percent = NumberText.rounded(rate * 100, 3, .toNearestOrEven)
        return "\(NumberText.text(percent)) %"
    }

    static func allowed(_ rate: Double) -> String { rate == 0 ? "none" : "at most \(percent(rate))" }
}
