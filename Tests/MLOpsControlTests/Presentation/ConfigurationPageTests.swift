import MLOpsControl
import Testing

@Suite struct `The configuration` {
    private static let example = ConfigurationResponse(
        directory: "/etc/mlopsd",
        settings: [
            .init(key: "log_level", value: "info", origin: nil),
            .init(key: "max_running_runs", value: "7", origin: "/etc/mlopsd/mlopsd.yaml.d/10-big.yaml:1"),
        ],
        files: [
            .init(path: "/etc/mlopsd/mlopsd.yaml", state: .same, inForce: "# nothing\n"),
            .init(
                path: "/etc/mlopsd/mlopsd.yaml.d/10-big.yaml", state: .changed, inForce: "max_running_runs: 7\n",
                onDisk: "max_running_runs: 8"),
            .init(path: "/etc/mlopsd/pipelines.d/churn.yaml", state: .removed, inForce: "steps:\n  train: {}\n"),
            .init(path: "/etc/mlopsd/pipelines.d/new.yaml", state: .added, onDisk: "# \u{1B}[2J\n"),
            .init(
                path: "/etc/mlopsd/pipelines.d/secret.yaml", state: .unreadable, inForce: "steps: {}\n",
                problem: "cannot read the file: permission denied"),
        ])

    @Test func `in force is shown file by file`() throws {
        try Snapshot.expect(ConfigurationPage.files(Self.example, .example()), "Golden/config-cat.txt")
    }

    @Test func `says where each setting was written`() throws {
        try Snapshot.expect(ConfigurationPage.settings(Self.example, .example()), "Golden/config-show.txt")
    }

    @Test func `and its files differ line by line`() throws {
        try Snapshot.expect(ConfigurationPage.difference(Self.example, .example()), "Golden/config-diff.txt")
        var same = Self.example
        same.files.removeAll { $0.state != .same }
        #expect(
            ConfigurationPage.difference(same, .example())
                == "What is in force is what stands in /etc/mlopsd.\n")
    }
}
