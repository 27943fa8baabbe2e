/// Texts by the order in which they were met first.
struct WordList {
    /// More different ones are all called the same.
    static let maximum = 200
    static let rest = "(other)"

    private(set) var words: [String] = []
    private var places: [String: Int] = [:]
    private let isLimited: Bool

    /// - Parameter isLimited: Whether only so many are told apart.
    init(isLimited: Bool) { self.isLimited = isLimited }

    mutating func place(of word: String) -> Int {
        if let place = places[word] { return place }
        if isLimited, words.count >= Self.maximum, word != Self.rest { return place(of: Self.rest) }
        places[word] = words.count
        words.append(word)
        return words.count - 1
    }
}
