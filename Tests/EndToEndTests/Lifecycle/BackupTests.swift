import FoundationEssentials
import Glibc
import MLOpsControl
import Testing

/// The record is copied while everything goes on, and one can go back to the copy.
@Suite struct `A backup` {
    @Test func `is a record that a daemon goes on with, runs of then included`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting)) { daemon in
            let first = try await daemon.run()
            try await daemon.waits(first)
            let file = daemon.sandbox.path + "/elsewhere/copy.db"
            let made = try await daemon.ctl(["backup", file])
            #expect(made.end == .exited(0) && made.output.hasPrefix("wrote "), "\(made)")
            #expect(try Self.permissions(of: file) == 0o600)
            #expect(!daemon.sandbox.exists("state/backup.db") && !daemon.sandbox.exists("elsewhere/copy.db.partial"))
            try await daemon.open(gateOf: first)
            _ = try await daemon.ended(first)
            let second = try await daemon.run()
            try await daemon.waits(second)
            try await daemon.open(gateOf: second)
            _ = try await daemon.ended(second)
            try await Self.goBack(to: file, daemon)
            // What came after the copy nobody knows any more; the end of what ran then is on the disk.
            #expect(try await daemon.ended(first).run.outcome == .succeeded)
            #expect(try await daemon.runs().map(\.id) == [first])
        }
    }

    /// The model of the run that nobody knows any more lies where the next one's files go.
    @Test func `leads on after models that went live since it was made`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            let file = daemon.sandbox.path + "/elsewhere/copy.db"
            #expect(try await daemon.ctl(["backup", file]).end == .exited(0))
            try daemon.sandbox.deliver("tuesday.csv", "0.82\n")
            _ = try await daemon.ended("r2")
            #expect(daemon.sandbox.text("live/model") == "0.82\n")
            try await Self.goBack(to: file, daemon)
            // Tuesday's file is new again.
            let again = try await daemon.ended("r2")
            #expect(again.run.outcome == .succeeded && again.run.version == "p/2", "\(again)\n\(daemon.log)")
            try daemon.sandbox.deliver("wednesday.csv", "0.84\n")
            let next = try await daemon.ended("r3")
            #expect(next.run.outcome == .succeeded && daemon.sandbox.text("live/model") == "0.84\n", "\(next)")
            #expect(try await daemon.ctl(["verify"]).end == .exited(0))
        }
    }

    private static func goBack(to file: String, _ daemon: DaemonProcess) async throws {
        try await daemon.crash()
        for name in ["-wal", "-shm"] { unlink(daemon.sandbox.path + "/state/metadata.db" + name) }
        try #require(rename(file, daemon.sandbox.path + "/state/metadata.db") == 0)
        try await daemon.start()
    }

    @Test func `replaces nothing`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            try daemon.sandbox.write("mine", to: "elsewhere/copy.db")
            let refused = try await daemon.ctl(["backup", daemon.sandbox.path + "/elsewhere/copy.db"])
            #expect(refused.end == .exited(1) && refused.errors.contains("exists already"), "\(refused)")
            #expect(daemon.sandbox.lines("elsewhere/copy.db") == ["mine"])
            let missing = try await daemon.ctl(["backup", daemon.sandbox.path + "/nowhere/copy.db"])
            #expect(missing.end == .exited(1) && missing.errors.contains("No such file"), "\(missing)")
        }
    }

    private static func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
