import MLOpsCore
import Testing

@Suite struct `Globs` {
    @Test(arguments: [
        ("*.csv", "a.csv", true), ("*.csv", ".csv", true), ("*.csv", "a.csv.gz", false), ("*.csv", "d/a.csv", false),
        ("*", "", true), ("", "", true), ("", "a", false), ("a", "", false),
        ("?", "a", true), ("?", "/", false), ("??", "ü", true), ("?", "ü", false),
        ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true), ("[^a-c]x", "bx", false),
        ("[]a]", "]", true), ("[!]a]", "b", true), ("[a-]", "-", true), ("[z-a]", "m", false),
        ("[!x]", "/", false), ("[", "[", true), ("[a", "[a", true), ("a[", "a[", true),
        ("\\*", "*", true), ("\\*", "a", false), ("\\", "\\", true), ("\\[a]", "[a]", true),
        ("lib/**", "lib/a", true), ("lib/**", "lib/a/b.py", true), ("lib/**", "libx", false), ("lib/**", "lib", false),
        ("**/a", "a", true), ("**/a", "x/y/a", true), ("**/a", "xa", false),
        ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "ab", false), ("a/**/b", "a/xb", false),
        ("**", "a/b/c", true), ("a**b", "axxb", true), ("a**b", "a/b", false), ("**a", "x/a", false),
        ("*/*", "a/b", true), ("*/*", "a", false), ("**/*.csv", "x/y/z.csv", true), ("-*", "-rf", true),
    ])
    func `matches whole paths`(pattern: String, path: String, isMatch: Bool) {
        #expect(Glob(pattern).matches(Array(path.utf8)) == isMatch, "\(pattern) on \(path)")
    }

    @Test func `C21 matches names that are no text`() {
        #expect(Glob("*.csv").matches([0xFF, 0xFE, 0x0A, 0x1B] + Array(".csv".utf8)))
        #expect(Glob("?").matches([0xFF]))
        #expect(Glob("*").matches([UInt8](repeating: 0xF0, count: 255)))
    }

    /// Every pattern of up to three pieces on every path of up to four letters, against the definition by recursion.
    @Test func `agrees with its definition on all small cases`() {
        let pieces = ["a", "/", "*", "?", "**/", "[!a]", "**"]
        let paths = words(over: Array("ab/".utf8), upTo: 4)
        for pattern in words(over: pieces, upTo: 3).map({ $0.joined() }) {
            let glob = Glob(pattern)
            for path in paths {
                let expected = GlobDefinition(pattern).matches(path)
                guard glob.matches(path) != expected else { continue }
                Issue.record("\(pattern) on \(String(decoding: path, as: UTF8.self)) should be \(expected)")
                return
            }
        }
    }

    @Test func `takes no exponential time`() {
        let pattern = String(repeating: "*a", count: 60) + "b"
        #expect(!Glob(pattern).matches([UInt8](repeating: UInt8(ascii: "a"), count: 4096)))
        let deep = String(repeating: "**/a/", count: 60) + "b"
        #expect(!Glob(deep).matches(Array(String(repeating: "a/", count: 2000).utf8)))
    }

    private func words<Letter>(over letters: [Letter], upTo length: Int) -> [[Letter]] {
        var all: [[Letter]] = [[]]
        var last = all
        for _ in 0..<length {
            last = last.flatMap { word in letters.map { word + [$0] } }
            all += last
        }
        return all
    }
}
