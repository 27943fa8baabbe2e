@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `A step that asks for accelerators` {
    private func load(_ settings: String) throws -> Configuration {
        let tree = try TemporaryTree()
        try tree.directories("pipelines.d")
        try tree.write("mlopsd.yaml", settings)
        let steps = "directory: /\nsteps: { train: { run: [sh], resources: { gpus: 2 } } }\n"
        try tree.write("pipelines.d/churn.yaml", steps)
        return try tree.load()
    }

    @Test(arguments: ["", "gpus: 1"]) func `is refused where there are not so many`(settings: String) throws {
        let configuration = try load(settings)
        #expect(configuration.pipelines.isEmpty)
        let told = configuration.invalid.flatMap(\.diagnostics).map(\.description)
        #expect(
            told.count == 1 && told[0].contains("churn.yaml:2:49: steps.train.resources.gpus: asks for 2"), "\(told)")
    }

    @Test func `is taken where there are`() throws {
        #expect(try load("gpus: 2").pipelines.first?.steps.first?.resources?.accelerators == 2)
    }
}
