import CMLOpsLinux
import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// Files that belong together.
@Suite(.timeLimit(.minutes(30))) struct `Batches of files` {
    private func manifest(_ entries: String...) -> String { #"{"files": [\#(entries.joined(separator: ","))]}"# }

    /// The files of each event of evidence, sorted.
    private func batches(_ intake: IntakeFixture) -> [[String]] {
        intake.record.events.compactMap { event -> [String]? in
            guard case .filesReady(_, _, let files) = event else { return nil }
            return files.map { String(decoding: $0.path, as: UTF8.self) }.sorted()
        }
    }

    @Test(arguments: [DatasetDefinition.Readiness.manifest, .auto])
    func `a manifest's files are ready together, when the last one is there`(
        readiness: DatasetDefinition.Readiness
    ) async throws {
        let intake = try await IntakeFixture { $0.readiness = readiness }
        try intake.incoming.drop(
            manifest(#"{"path": "a.csv", "size": 2, "rows": 7}"#, #"{"path": "b.csv"}"#), as: "x.manifest.json")
        try await intake.expectWaitingBatch()
        try intake.incoming.drop("1\n", as: "a.csv")
        intake.pass(.seconds(61))
        intake.source.rescan()
        try await intake.expectWaitingBatch()
        #expect(intake.paths.isEmpty)
        try intake.incoming.drop("22\n", as: "b.csv")
        try await eventually("the batch is ready") {
            intake.pass(.seconds(1))
            return !intake.paths.isEmpty
        }
        #expect(batches(intake) == [["a.csv", "b.csv"]])
        #expect(intake.record.evidence.allSatisfy { $0.rung == .manifest })
        #expect(intake.record.evidence.first { $0.path == Array("a.csv".utf8) }?.rows == 7)
    }

    @Test func `in auto, a manifest that came first holds its files even across a restart`() async throws {
        let first = try await IntakeFixture()
        try first.incoming.drop(manifest(#"{"path": "a.csv"}"#, #"{"path": "b.csv"}"#), as: "x.manifest.json")
        try await first.expectWaitingBatch()
        try first.incoming.drop("1\n", as: "a.csv")
        first.source.stop()
        let second = try await IntakeFixture(first.incoming, record: first.record)
        second.pass(.seconds(61))
        try await second.settleHints()
        #expect(second.news.isEmpty)
        try second.incoming.drop("1\n", as: "b.csv")
        try await eventually("the batch is ready") {
            second.pass(.seconds(1))
            return second.news.count == 2
        }
    }

    @Test func `a file that is not what the manifest says keeps its batch back, visibly`() async throws {
        let intake = try await IntakeFixture {
            $0.readiness = .manifest
            $0.manifestDeadline = .seconds(600)
        }
        let digest = String(repeating: "0", count: 64)
        try intake.incoming.drop("1\n", as: "a.csv")
        try intake.incoming.drop(
            manifest(#"{"path": "a.csv", "sha256": "\#(digest)"}"#, #"{"path": "b.csv"}"#), as: "x.manifest.json")
        try intake.incoming.drop("1\n", as: "b.csv")
        try await eventually("the deadline is over") {
            intake.pass(.seconds(60))
            return intake.observation(of: "x.manifest.json")?.state == .quarantined
        }
        #expect(
            intake.observation(of: "x.manifest.json")?.reason
                == "incomplete batch: 1 not as listed: a.csv: its SHA-256 is not the manifest's")
        #expect(intake.paths.isEmpty)
        let digestOfOne = "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865"
        try intake.incoming.drop(
            manifest(#"{"path": "a.csv", "sha256": "\#(digestOfOne)"}"#, #"{"path": "b.csv"}"#), as: "x.manifest.json")
        try await eventually("the corrected manifest is complete") {
            intake.pass(.seconds(1))
            return intake.paths.count == 2
        }
        #expect(intake.record.evidence.first { $0.path == Array("a.csv".utf8) }?.digest == digestOfOne)
        try await eventually("nothing is wrong with it any more") {
            intake.observation(of: "x.manifest.json")?.state == .vanished
        }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"files": [{"path": "../a.csv"}]}"#, #"{"files": [{"path": "/etc/passwd"}]}"#,
        #"{"files": [{"path": ""}]}"#, #"{"files": [{"path": "a.csv", "size": -1}]}"#,
        #"{"files": [{"path": "a.csv", "sha256": "xyz"}]}"#, #"{"files": [{"path": "a.csv"}, {"path": "a.csv"}]}"#,
        String(repeating: "[", count: 100_000),
    ])
    func `H5 a manifest that is none is set aside`(text: String) async throws {
        let intake = try await IntakeFixture { $0.readiness = .manifest }
        try intake.incoming.drop(text, as: "x.manifest.json")
        try await eventually("it is set aside") {
            intake.pass(.seconds(1))
            return intake.observation(of: "x.manifest.json")?.state == .quarantined
        }
        #expect(intake.paths.isEmpty)
    }

    @Test func `a manifest larger than the bound is set aside`() async throws {
        var limits = IntakeLimits()
        limits.manifestBytes = 10
        let intake = try await IntakeFixture(limits: limits) { $0.readiness = .manifest }
        try intake.incoming.drop(manifest(), as: "x.manifest.json")
        try await eventually("it is set aside") {
            intake.pass(.seconds(1))
            return intake.observation(of: "x.manifest.json")?.reason == "it exceeds the limit of 10 bytes"
        }
    }

    @Test func `paths in a manifest are relative to its own directory`() async throws {
        let intake = try await IntakeFixture {
            $0.readiness = .manifest
            $0.recursive = true
        }
        try intake.incoming.makeDirectory("day")
        try intake.incoming.drop("1\n", as: "day/a.csv")
        try intake.incoming.drop(manifest(#"{"path": "a.csv"}"#), as: "day/x.manifest.json")
        try await eventually("the batch is ready") {
            intake.pass(.seconds(1))
            return intake.paths == ["day/a.csv"]
        }
    }

    @Test(arguments: [DatasetDefinition.Readiness.manifest, .auto])
    func `_SUCCESS makes the files of its directory ready, in one event where only markers count`(
        readiness: DatasetDefinition.Readiness
    ) async throws {
        let intake = try await IntakeFixture {
            $0.readiness = readiness
            $0.recursive = true
        }
        try intake.incoming.makeDirectory("day")
        try intake.incoming.makeDirectory("other")
        for index in 0..<700 { try intake.incoming.write("1\n", to: "day/part-\(index).csv") }
        try intake.incoming.write("1\n", to: "other/part.csv")
        #expect(intake.paths.isEmpty, "nothing has been at rest for two seconds, nor was any clock moved")
        try intake.incoming.write("", to: "day/_SUCCESS")
        try await eventually("the batch is ready") { intake.paths.count == 700 }
        #expect(intake.record.evidence.allSatisfy { $0.rung == .manifest })
        if readiness == .manifest { #expect(batches(intake).count == 1) }
    }

    @Test func `a file newer than _SUCCESS waits for the next one`() async throws {
        let intake = try await IntakeFixture { $0.readiness = .manifest }
        try intake.incoming.write("1\n", to: "a.csv")
        try intake.incoming.write("", to: "_SUCCESS")
        try await intake.expectReady("a.csv")
        // The kernel's clock for files stands still for some milliseconds at a time.
        let marker = try intake.incoming.status("_SUCCESS").st_ctim
        try await eventually("it has moved on") {
            var status = stat()
            try Incoming.write("1\n", to: intake.incoming.scratch + "/out/clock")
            try #require(stat(intake.incoming.scratch + "/out/clock", &status) == 0)
            return (status.st_ctim.tv_sec, status.st_ctim.tv_nsec) > (marker.tv_sec, marker.tv_nsec)
        }
        try intake.incoming.write("1\n", to: "b.csv")
        intake.source.rescan()
        intake.pass(.seconds(120))
        #expect(intake.paths == ["a.csv"])
        try intake.incoming.remove("_SUCCESS")
        try intake.incoming.write("", to: "_SUCCESS")
        try await intake.expectReady("b.csv")
    }

    @Test func `rows are counted only when a trigger asks for them`() async throws {
        let counting = try await IntakeFixture(minRows: 10)
        try counting.incoming.drop("a\n1\n2\n", as: "a.csv")
        try counting.incoming.drop("{}\n{}\n{}\n", as: "b.jsonl")
        try counting.incoming.drop("x", as: "c.parquet")
        try await eventually("all are evidence") { counting.paths.count == 3 }
        let rows = Dictionary(
            uniqueKeysWithValues: counting.record.evidence.map { (String(decoding: $0.path, as: UTF8.self), $0.rows) })
        #expect(rows == ["a.csv": 2, "b.jsonl": 3, "c.parquet": nil])
        let plain = try await IntakeFixture()
        try plain.incoming.drop("a\n1\n2\n", as: "a.csv")
        try await plain.expectReady("a.csv")
        #expect(plain.record.evidence.first?.rows == nil)
    }
}
