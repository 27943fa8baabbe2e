extension Field {
    /// Reads `2 of 3`: so many of the last so many.
    ///
    /// - Parameter things: what is counted, for messages.
    /// - Returns: k and n with 1 ≤ k ≤ n ≤ 100.
    func count(of things: String) -> (k: Int, n: Int)? {
        let noun = "so many of so many \(things), such as 2 of 3"
        guard let text = scalar(noun) else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 3, words[1] == "of", let k = Int(words[0]), let n = Int(words[2]), k >= 1, n >= k, n <= 100
        else { return reject("must be \(noun), not \(text.quoted)") }
        return (k, n)
    }
}
