/// Shares for people.
enum Percentage {
    /// `12.3%`, `<0.1%`, `100%`.
    static func text(_ share: Double) -> String {
        if share > 0, share < 0.001 { return "<0.1%" }
        let tenths = (share * 1000).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))%" : "\(tenths)%"
    }
}
