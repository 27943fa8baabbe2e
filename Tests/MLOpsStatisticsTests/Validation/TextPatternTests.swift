import MLOpsStatistics
import Testing

@Suite struct `A pattern` {
    static func matches(_ pattern: String, _ text: String) throws -> Bool {
        var text = text
        let compiled = try TextPattern(pattern)
        return text.withUTF8 { compiled.matches($0) }
    }

    @Test(arguments: [
        ("[A-Z]{2}\\d{4,6}", "DE12345", true), ("[A-Z]{2}\\d{4,6}", "DE123", false), ("a|bc|", "", true),
        ("a|bc|", "bc", true), ("a|bc", "abc", false), ("^a.c$", "aäc", true), ("(ab)+c?", "ababc", true),
        ("(?:x[^0-9]*)?", "x--", true), ("(?:x[^0-9]*)?", "x-1", false), ("\\.\\*\\[", ".*[", true),
        ("[]a-]+", "]-a", true), ("[^]]", "]", false), ("a{0}", "", true), ("a{0}", "a", false), ("a{2,}", "aaa", true),
        ("\\w+@\\w+", "a_1@b", true), ("\\S\\s\\D\\W", "x y!", true), ("(a|b|)*c", "abbac", true), ("", "", true),
        ("", "x", false), ("😀+", "😀😀", true),
    ]) func `is held against the whole text`(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try Self.matches(pattern, text) == isMatch)
    }

    @Test(arguments: [
        ("a(b", 1), ("a)", 1), ("[a", 0), ("*a", 0), ("a**", 2), ("a*?", 2), ("\\1", 0), ("(?=a)", 1), ("(?<n>a)", 1),
        ("a{3,2}", 1), ("a{", 2), ("a{1001}", 2), ("a^b", 1), ("\\", 1), ("[z-a]", 4), ("\\b", 0),
    ]) func `that is none is refused with its place`(pattern: String, offset: Int) {
        #expect {
            _ = try TextPattern(pattern)
        } throws: { error in
            (error as? PatternProblem)?.offset == offset
        }
    }

    @Test func `of nested repetitions takes time in proportion to the text`() throws {
        #expect(try !Self.matches("(a*)*(a*)*(a|a)*b", String(repeating: "a", count: 20_000)))
    }

    @Test(arguments: ["((a{1000}){1000}){1000}", "((){1000}){1000}", "(((){1000}){1000}){1000}"])
    func `that is too large is refused at once`(pattern: String) {
        #expect(throws: PatternProblem.self) { _ = try TextPattern(pattern) }
    }
}
