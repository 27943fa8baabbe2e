import MLOpsCore
import Testing

@Suite struct `Selections of code` {
    @Test(arguments: [
        ("train.py", "", false), ("lib/**", "lib", true), ("lib/*.py", "lib", false), ("**/*.py", "", true),
        ("a/b/c?.py", "a/b", false), ("a/*/c.py", "a", true), ("*", "", false), ("a\\*b/c", "a*b", false),
    ])
    func `watch no more than a pattern can match`(pattern: String, directory: String, isDeep: Bool) {
        #expect(
            CodeSelection([pattern]).places == [.init(directory: Array(directory.utf8), isDeep: isDeep)])
    }

    @Test(arguments: [
        ("train.py", true), ("lib/a.py", true), ("lib/x/y.sql", true), ("other.py", false), ("sub/train.py", false),
        ("lib/__pycache__/a.pyc", false), ("lib/.git/config", false), ("lib/a.py~", false), ("lib/.a.py.swp", false),
    ])
    func `leave out what running and editing leave`(path: String, isCode: Bool) {
        #expect(CodeSelection(["train.py", "lib/**"]).contains(Array(path.utf8)) == isCode)
    }

    @Test func `hold hidden files that are named`() {
        #expect(CodeSelection([".env", "conf/.*"]).contains(Array(".env".utf8)))
        #expect(CodeSelection([".env", "conf/.*"]).contains(Array("conf/.secrets".utf8)))
        #expect(!CodeSelection(["*"]).contains(Array(".env".utf8)))
    }
}
