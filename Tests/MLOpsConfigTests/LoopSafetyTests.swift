@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Loop safety` {
    func tree(watching path: String, target: String? = nil) throws -> TemporaryTree {
        let tree = try TemporaryTree()
        let deploy = target.map { "deploy: { target: \(tree.path)/\($0) }\n" } ?? ""
        try tree.write(
            "pipelines.d/a.yaml", "data: { in: { path: \(tree.path)/\(path) } }\n" + deploy + TemporaryTree.steps)
        return tree
    }

    @Test(arguments: ["state", "", "state/runs", "state/models/a", "state/runs/1/work"])
    func `refuses to watch what the daemon writes`(path: String) throws {
        let tree = try tree(watching: path)
        let problems = try tree.invalid(statePath: "\(tree.path)/state")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("data.in.path: ") == true)
    }

    @Test(arguments: ["state/incoming", "states", "data"])
    func `lets the rest be watched`(path: String) throws {
        let tree = try tree(watching: path)
        #expect(try tree.invalid(statePath: "\(tree.path)/state") == [])
    }

    @Test func `follows links`() throws {
        let tree = try tree(watching: "watched", target: "models/live")
        try tree.directories("data/inner")
        try tree.link("watched", to: "data")
        try tree.link("models", to: "data/inner")
        #expect(
            try tree.invalid()
                == [
                    "pipelines.d/a.yaml:2:19: deploy.target: leads into \"\(tree.path)/data\", which data.in watches: every "
                        + "deployment would be new data; keep models and data apart"
                ].map { $0.replacing(tree.path + "/", with: "") })
    }

    @Test func `does not follow the target itself`() throws {
        let tree = try tree(watching: "data", target: "live")
        try tree.directories("data")
        try tree.link("live", to: "data")
        #expect(try tree.invalid() == [])
    }
}
