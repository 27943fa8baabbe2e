extension Field {
    /// So many a year: `1/year`, `0.5/month`; nil: it is none, which is reported.
    func rateInYear() -> Double? {
        let noun = "a rate such as 1/year"
        guard let text = scalar(noun) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let periods = ["year": 1.0, "quarter": 4, "month": 12, "week": 52.1775, "day": 365.2425]
        guard parts.count == 2, let count = Double(parts[0]), count.isFinite else {
            return reject("must be \(noun), not \(text.quoted)", hint: "write 1/year or 0.5/month")
        }
        guard let period = periods[String(parts[1])] else {
            let names = ["year", "quarter", "month", "week", "day"]
            return reject(
                "must be counted per \(names.joined(separator: ", ")), not \(String(parts[1]).quoted)",
                hint: Suggestion.hint(for: String(parts[1]), among: names))
        }
        guard count > 0 else { return reject("must be more than 0", hint: "no test is never wrong") }
        guard count * period <= 100_000 else { return reject("must be at most 100000 a year") }
        return count * period
    }
}
