import Testing

@testable import MLOpsConfig

@Suite struct `An effective setting` {
    @Test func `is the default where nobody wrote it, and the defaults written down are none other`() throws {
        let tree = try TemporaryTree()
        let settings = try tree.load().effectiveSettings
        #expect(settings.map(\.key) == Schema.daemon.keys)
        #expect(settings.allSatisfy { $0.origin == nil })
        try tree.write("mlopsd.yaml", settings.map { "\($0.key): \($0.value)\n" }.joined())
        #expect(try tree.load().settings == DaemonSettings())
    }

    @Test func `has the place of the file that had the last word`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "log_level: debug\nmax_running_runs: 1\n")
        try tree.write(
            "mlopsd.yaml.d/10-a.yaml",
            "max_running_runs: 7\noutbox:\n  mail: { run: [/bin/sh, -c, 'a, \"b\"', \"it's\"], events: [run-failed] }\n"
        )
        let settings = try tree.load().effectiveSettings.map {
            "\($0.key) \($0.value) \($0.origin?.replacing(tree.path + "/", with: "") ?? "-")"
        }
        #expect(
            settings == [
                "executor local -", "gpus 0 -", "log_level debug mlopsd.yaml:1",
                "max_running_runs 7 mlopsd.yaml.d/10-a.yaml:1",
                "outbox.mail.events [run-failed] mlopsd.yaml.d/10-a.yaml:3",
                "outbox.mail.run [/bin/sh, -c, 'a, \"b\"', 'it''s'] mlopsd.yaml.d/10-a.yaml:3",
                "verify_champions 1d -",
            ])
    }
}

@Suite struct `What stands on disk` {
    @Test func `is every file that a daemon reads, in that order, usable or not`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "max_running_runs: many\n")
        try tree.write("mlopsd.yaml.d/20-b.yaml", "gpus: 1\n")
        try tree.write("mlopsd.yaml.d/10-a.yaml", "gpus: 2\n")
        try tree.write("mlopsd.yaml.d/notes.txt", "no\n")
        try tree.link("mlopsd.yaml.d/30-masked.yaml", to: "/dev/null")
        try tree.write("pipelines.d/p.yaml", "steps: [\n")
        try tree.write("pipelines.d/.p.yaml.swp", "no\n")
        try tree.link("pipelines.d/q.yaml", to: "nowhere")
        let found = ConfigurationOnDisk(directory: tree.path)
        #expect(
            found.files.map { $0.path.replacing(tree.path + "/", with: "") } == [
                "mlopsd.yaml", "mlopsd.yaml.d/10-a.yaml", "mlopsd.yaml.d/20-b.yaml", "pipelines.d/p.yaml",
            ])
        #expect(found.files.map(\.text) == ["max_running_runs: many\n", "gpus: 2\n", "gpus: 1\n", "steps: [\n"])
        #expect(found.unreadable.count == 1 && found.unreadable[0].file == "\(tree.path)/pipelines.d/q.yaml")
    }

    @Test func `is nothing where there is no directory`() {
        #expect(ConfigurationOnDisk(directory: "/nowhere/mlopsd") == ConfigurationOnDisk())
    }
}
