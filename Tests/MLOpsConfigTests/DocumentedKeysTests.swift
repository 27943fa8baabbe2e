import Foundation
@testable import MLOpsConfig
import MLOpsCore
import MLOpsSchedule
import Testing

/// The files in `etc` are the documentation of every key.
@Suite struct `Documented keys` {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../etc/mlopsd").standardized

    static func text(_ name: String) throws -> String {
        try String(contentsOf: directory.appending(path: name), encoding: .utf8)
    }

    @Test func `mlopsd.yaml names every setting with its default`() throws {
        let documented = try Self.text("mlopsd.yaml")
        let keys = documented.matches(of: /(?m)^#([a-z_]+): (.+)$/).map { (String($0.1), String($0.2)) }
        #expect(keys.map(\.0).sorted() == Schema.daemon.keys.sorted())
        let defaults = DaemonSettings()
        let expected = [
            "max_running_runs": "\(defaults.maxRunningRuns)", "executor": defaults.executor == .local ? "local" : "",
            "gpus": "\(defaults.accelerators)",
            "log_level": defaults.logLevel.rawValue, "outbox": defaults.receivers.isEmpty ? "{}" : "",
            "verify_champions": defaults.readsChampionsEvery.map { TimeSpan.format($0) } ?? "infinity",
        ]
        #expect(Dictionary(uniqueKeysWithValues: keys) == expected)
    }

    @Test func `mlopsd.yaml as shipped changes nothing`() throws {
        #expect(try DocumentReader(file: "mlopsd.yaml").read(try Self.text("mlopsd.yaml")) == nil)
    }

    @Test func `the receivers that mlopsd.yaml shows can be used`() throws {
        let lines = try Self.text("mlopsd.yaml").split(separator: "\n").drop { !$0.hasPrefix("# For example:") }
        let example = lines.dropFirst().prefix { $0.hasPrefix("#   ") }.map { $0.dropFirst(4) }.joined(separator: "\n")
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", example)
        let settings = try tree.load().settings
        #expect(settings.receivers.map(\.name) == ["catalog", "mirror", "pager", "team"])
        #expect(settings.receivers[1].kind == .mlflow(url: "http://127.0.0.1:5000", secret: nil))
        #expect(
            settings.receivers[2]
                == ReceiverDefinition(
                    name: "pager", kind: .command(["/usr/local/bin/page", "ml"]), events: [.probationFailed],
                    pipelines: ["churn"], timeout: .seconds(60)))
        #expect(settings.receivers[0].usableEvents?.contains(.modelDeployed) == false)
    }

    @Test func `the sample is a valid pipeline`() throws {
        let definition = try read(try Self.text("pipelines.d/example.yaml.sample"), name: "example")
        #expect(definition.triggers.count == 17)
    }

    static let pipelineSchemas = Schema.all.filter { $0 != .daemon && $0 != .receiver }

    @Test(arguments: pipelineSchemas) func `the sample uses every supported key`(schema: Schema) throws {
        let sample = try Self.text("pipelines.d/example.yaml.sample")
        for key in Set(schema.keys) {
            let isUsed = sample.contains(try Regex("(?m)^[^#\n]*\\b\(key):")) || Self.isScalarForm(key, sample)
            let isMentioned =
                sample.contains(try Regex("(?m)#.*\\{([^}\n]*\\s)?\(key): ")) || sample.contains("# \(key): {")
            let isSupported = UnsupportedFeature.key(key, of: schema) == nil
            #expect((isUsed || isMentioned) == isSupported || Self.sharedNames.contains(key), "\(schema.title): \(key)")
        }
    }

    /// Evidence without a value is written as a word of its own.
    static func isScalarForm(_ key: String, _ sample: String) -> Bool { sample.contains("[\(key)") }

    /// Unsupported here, and in use under the same name elsewhere.
    static let sharedNames: Set = ["data", "timeout", "segments"]

    @Test func `every unsupported feature is known to its schema`() {
        for feature in UnsupportedFeature.table {
            #expect(feature.schema.keys.contains(feature.key), "\(feature.schema.title): \(feature.key)")
        }
    }
}
