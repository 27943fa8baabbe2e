import MLOpsCore
import Testing

@Suite struct `Name filters` {
    private let csv = NameFilter(include: ["*.csv"], ignore: DatasetDefinition.defaultIgnore, isRecursive: true)

    @Test(arguments: [
        ("a.csv", true), ("d/a.csv", true), ("a.txt", false), (".a.csv", false), ("a.csv.part", false),
        (".git/a.csv", false), ("d/.x/a.csv", false), ("_SUCCESS", false), ("d/a.manifest.json", false),
        ("-rf.csv", true), ("a.csv~", false),
    ])
    func `admits names at any depth unless a part of the path is ignored`(path: String, isAdmitted: Bool) {
        #expect(csv.admits(Array(path.utf8)) == isAdmitted)
    }

    @Test(arguments: DatasetDefinition.defaultIgnore)
    func `ignores what is being written under a temporary name`(pattern: String) {
        let everything = NameFilter(include: ["*"], ignore: DatasetDefinition.defaultIgnore, isRecursive: false)
        let name = pattern.replacing("*", with: "x")
        #expect(!everything.admits(Array(name.utf8)))
    }

    @Test func `reads a pattern with a slash as a whole path`() {
        let filter = NameFilter(include: ["in/*.csv"], ignore: ["in/old*"], isRecursive: true)
        #expect(filter.admits(Array("in/a.csv".utf8)))
        #expect(!filter.admits(Array("x/in/a.csv".utf8)))
        #expect(!filter.admits(Array("in/old.csv".utf8)))
    }

    @Test func `stays in the directory unless it is recursive`() {
        let flat = NameFilter(include: ["*.csv"], ignore: [], isRecursive: false)
        #expect(!flat.admits(Array("d/a.csv".utf8)))
        #expect(!flat.enters(Array("d".utf8)))
        #expect(csv.enters(Array("d".utf8)))
        #expect(!csv.enters(Array(".d".utf8)))
    }

    @Test(
        arguments: [
            ("_SUCCESS", BatchMarker.success), ("d/_SUCCESS", .success), ("a.manifest.json", .manifest),
            ("_SUCCESS.csv", nil), (".manifest.json", nil), ("x_SUCCESS", nil),
        ] as [(String, BatchMarker?)])
    func `knows markers by name`(path: String, marker: BatchMarker?) {
        #expect(BatchMarker(Array(path.utf8)) == marker)
    }
}
