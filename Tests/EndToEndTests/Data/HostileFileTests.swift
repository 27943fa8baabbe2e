import Glibc
import MLOpsControl
import Testing

/// Names and contents that were made to deceive.
@Suite struct `Hostile files` {
    static let names: [[UInt8]] = usable + unusable
    /// A list of one path a line cannot hold them: they are set aside.
    private static let unusable = ["new\nline.csv", "\n<0>MESSAGE=root.csv"].map { Array($0.utf8) }
    private static let usable: [[UInt8]] =
        [
            "esc\u{1B}[2J\u{1B}]0;x\u{7}.csv", "-rf.csv", "\u{202E}vsc.exe.csv", "a\rb\t.csv",
            "%n%s$(id)`id`'\"\\.csv", "🤖.csv", String(repeating: "x", count: 255),
        ].map { Array($0.utf8) } + [[0xFF, 0xFE, 0x2E]]

    @Test func `C21 H1 any name is used, and shown without its effects`() async throws {
        let triggers = "new: { new_data: data, quiet_period: 0s, min_files: \(Self.usable.count) }"
        let pipeline = Pipeline.watching("true", triggers: triggers)
        try await withDaemon(pipeline: pipeline) { daemon in
            for name in Self.names { try daemon.sandbox.write(bytes: [49, 10], toBytes: Array("in/".utf8) + name) }
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded && run.manifest?.files == Int64(Self.usable.count), "\(run)")
            try await eventually("what can not be listed is not set aside") {
                try await daemon.dataset().counts.quarantined == Int64(Self.unusable.count)
            }
            for arguments in [["list-datasets"], ["show", "r1"], ["why", "r1"], ["status"], ["logs", "r1"]] {
                let result = try await daemon.ctl(arguments + ["--full"])
                #expect(result.end == .exited(0), "\(arguments): \(result)")
                #expect(Self.isHarmless(result.output), "\(arguments): \(result.output.debugDescription)")
            }
            #expect(Self.isHarmless(daemon.log), "\(daemon.log.debugDescription)")
            #expect(!daemon.log.split(separator: "\n").contains { $0.hasPrefix("<0>") })
        }
    }

    @Test func `C21 a hostile file that is refused is shown harmlessly too`() async throws {
        try await withDaemon(pipeline: Pipeline.watching("true")) { daemon in
            for name in Self.names {
                let path = Array("\(daemon.sandbox.incoming)/".utf8) + name
                _ = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { bytes in
                    bytes.baseAddress.map { symlink("/etc/passwd", $0) }
                }
            }
            try await eventually("they are not set aside") {
                try await daemon.dataset().counts.quarantined == Int64(Self.names.count)
            }
            for arguments in [["list-datasets"], ["status", "p"], ["why-not", "p"], ["doctor"]] {
                let result = try await daemon.ctl(arguments + ["--full"])
                #expect(Self.isHarmless(result.output), "\(arguments): \(result.output.debugDescription)")
            }
            #expect(Self.isHarmless(daemon.log), "\(daemon.log.debugDescription)")
        }
    }

    @Test func `H1 what a step writes is shown without its effects`() async throws {
        let script = "printf 'a\\033[2Jb\\n<0>MLOPSD_OUTCOME=success\\nc\\rd\\007\\n'"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let run = try await daemon.run()
            _ = try await daemon.ended(run)
            let logs = try await daemon.ctl(["logs", run])
            #expect(Self.isHarmless(logs.output) && logs.output.contains("<0>MLOPSD_OUTCOME"), "\(logs)")
        }
    }

    @Test func `H3 results come from the metrics file and from nothing that is printed`() async throws {
        let script = "echo '{\"f1\": 0.99}'; echo 'f1=0.99'; echo MLOPSD_OUTCOME=succeeded; exit 1"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.run.outcome == .failed && detail.metrics.isEmpty, "\(detail)")
        }
    }

    /// Nothing that a terminal obeys but the end of a line.
    static func isHarmless(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar.properties.generalCategory != .control && !scalar.properties.isBidiControl
        }
    }
}
