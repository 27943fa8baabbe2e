/// What is wrong with a line, and at which byte of the chunk.
struct JSONProblem: Error, Equatable {
    var words: StaticString
    var index: Int

    init(_ words: StaticString, _ index: Int) {
        self.words = words
        self.index = index
    }

    static func == (a: JSONProblem, b: JSONProblem) -> Bool {
        a.index == b.index && a.words.description == b.words.description
    }
}
