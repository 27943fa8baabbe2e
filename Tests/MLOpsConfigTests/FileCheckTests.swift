@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Checking a file by name` {
    @Test func `asks neither for its owner nor for its mode`() throws {
        let tree = try TemporaryTree()
        try tree.write("churn.yaml", "directory: /srv\n" + TemporaryTree.steps)
        try tree.mode(0o666, "churn.yaml")
        let (definition, warnings) = try FileCheck().check("\(tree.path)/churn.yaml")
        #expect(definition.directory == "/srv")
        #expect(definition.name == "churn")
        #expect(warnings == [])
    }

    @Test(
        arguments: [
            ("churned", nil), ("plan", nil), (nil, nil),
            ("churnd", "the schema has no column \"churnd\"; did you mean \"churned\"?"),
            ("target", "the schema has no column \"target\""),
        ] as [(String?, String?)])
    func `asks whether the schema has the label`(target: String?, problem: String?) throws {
        let tree = try TemporaryTree()
        try tree.write("s.yaml", "schema: 1\ncolumns: { plan: { type: string }, churned: { type: bool } }\n")
        let key = target.map { ", target: \($0)" } ?? ""
        try tree.write(
            "churn.yaml",
            "directory: \(tree.path)\ndata: { in: { path: in, schema: s.yaml\(key) } }\n" + TemporaryTree.steps)
        guard let problem else {
            let (definition, _) = try FileCheck().check("\(tree.path)/churn.yaml")
            #expect(definition.datasets.first?.targetColumn == target)
            return
        }
        let error = #expect(throws: ConfigurationError.self) { try FileCheck().check("\(tree.path)/churn.yaml") }
        let place = "\(tree.path)/churn.yaml:2:49: data.in.target: "
        #expect(error?.description == place + problem)
    }

    @Test(arguments: ["none.yaml", "churn.yml", "null.yaml", "Bad.yaml"])
    func `refuses what is no definition`(name: String) throws {
        let tree = try TemporaryTree()
        try tree.write("churn.yml")
        try tree.write("Bad.yaml")
        try tree.link("null.yaml", to: "/dev/null")
        #expect(throws: ConfigurationError.self) { try FileCheck().check("\(tree.path)/\(name)") }
    }
}
