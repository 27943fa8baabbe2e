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

    @Test(arguments: ["none.yaml", "churn.yml", "null.yaml", "Bad.yaml"])
    func `refuses what is no definition`(name: String) throws {
        let tree = try TemporaryTree()
        try tree.write("churn.yml")
        try tree.write("Bad.yaml")
        try tree.link("null.yaml", to: "/dev/null")
        #expect(throws: ConfigurationError.self) { try FileCheck().check("\(tree.path)/\(name)") }
    }
}
