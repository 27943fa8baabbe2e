import Foundation
@testable import MLOpsConfig

/// A configuration directory of a test's own, gone with it.
final class TemporaryTree {
    let path: String

    static let steps = "steps: { train: { run: [sh, -c, 'true'] } }\n"

    init() throws {
        // Short, because messages cut long paths.
        let directory = FileManager.default.temporaryDirectory.appending(path: "mlopsd-\(UUID().uuidString.prefix(13))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = try RealPath.of(directory.path)
        try directories("pipelines.d", "mlopsd.yaml.d")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // What stays behind is in the temporary directory.
    }

    func directories(_ names: String...) throws {
        for name in names {
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
            try mode(0o755, name)
        }
    }

    func write(_ name: String, _ text: String = TemporaryTree.steps) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        try mode(0o644, name)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    func mode(_ mode: Int, _ name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(path)/\(name)")
    }

    func load(
        statePath: String? = nil, host: (any HostView)? = nil, rights: (any DaemonRights)? = nil
    ) throws(ConfigurationError) -> Configuration {
        try ConfigurationLoader(directory: path, statePath: statePath, host: host, rights: rights).load()
    }

    /// The messages of a text, without the path of this tree.
    func relative(_ diagnostics: [Diagnostic]) -> [String] {
        diagnostics.map { $0.description.replacing(path + "/", with: "") }
    }

    /// Why the settings are refused; empty when they are not.
    func settingsProblems() -> [String] {
        do throws(ConfigurationError) {
            _ = try load()
            return []
        } catch {
            return relative(error.diagnostics)
        }
    }

    /// Why each file of a pipeline is refused.
    func invalid(statePath: String? = nil) throws -> [String] {
        try load(statePath: statePath).invalid.flatMap { relative($0.diagnostics) }
    }
}
