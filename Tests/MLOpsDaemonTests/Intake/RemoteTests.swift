import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// Directories on file systems that others change without this kernel's knowledge; here a local one that is said to be.
@Suite(.timeLimit(.minutes(30))) struct `Remote directories` {
    @Test func `C16 files are found by listing, and are whole after sixty seconds of rest`() async throws {
        let intake = try await IntakeFixture(isRemote: true)
        let start = intake.clock.now
        try intake.incoming.drop("1\n", as: "a.csv")
        try intake.incoming.write("1\n", to: "b.csv")
        try await eventually("both are evidence") {
            intake.pass(.seconds(5))
            return intake.paths.count == 2
        }
        #expect(intake.record.evidence.allSatisfy { $0.rung == .quiet })
        #expect(intake.clock.now.elapsed(since: start) >= .seconds(60))
        let status = try #require(await intake.source.status().first)
        #expect(status.isPolling)
    }

    @Test func `C16 a file that grows is not whole`() async throws {
        let intake = try await IntakeFixture(isRemote: true)
        let file = try #require(fopen(intake.incoming.path + "/a.csv", "we"))
        for _ in 0..<40 {
            fputs("1\n", file)
            fflush(file)
            let before = await intake.source.status().first?.lastScan
            try await eventually("it is listed") {
                intake.pass(.seconds(1))
                return await intake.source.status().first?.lastScan != before
            }
        }
        #expect(intake.paths.isEmpty)
        fclose(file)
        try await eventually("it is evidence") {
            intake.pass(.seconds(5))
            return intake.paths == ["a.csv"]
        }
        #expect(intake.record.evidence.first?.fingerprint.size == 80)
    }

    @Test func `changes and deletions are found by listing`() async throws {
        let intake = try await IntakeFixture(isRemote: true)
        try intake.incoming.write("one\n", to: "a.csv")
        try intake.incoming.write("one\n", to: "b.csv")
        try await eventually("both are evidence") {
            intake.pass(.seconds(5))
            return intake.paths.count == 2
        }
        try intake.use("a.csv")
        try intake.incoming.write("two\n", to: "a.csv")
        try intake.incoming.remove("b.csv")
        try await eventually("the change is news and the deletion is known") {
            intake.pass(.seconds(5))
            return intake.paths.count == 3 && intake.observation(of: "b.csv")?.state == .vanished
        }
        #expect(intake.record.evidence.last?.state == .revised)
    }

    @Test func `markers count`() async throws {
        let intake = try await IntakeFixture(isRemote: true) { $0.readiness = .manifest }
        try intake.incoming.write("1\n", to: "a.csv")
        try intake.incoming.write("1\n", to: "b.csv")
        try intake.incoming.write(#"{"files": [{"path": "b.csv"}]}"#, to: "x.manifest.json")
        try await eventually("the manifest's file is evidence") {
            intake.pass(.seconds(5))
            return intake.paths == ["b.csv"]
        }
        try intake.incoming.write("", to: "_SUCCESS")
        try await eventually("the other one is") {
            intake.pass(.seconds(5))
            return intake.paths == ["b.csv", "a.csv"]
        }
        #expect(intake.record.evidence.allSatisfy { $0.rung == .manifest })
    }

    @Test func `rows are counted`() async throws {
        let intake = try await IntakeFixture(minRows: 1, isRemote: true)
        try intake.incoming.write("a\n1\n2\n", to: "a.csv")
        try await eventually("it is evidence") {
            intake.pass(.seconds(5))
            return intake.record.evidence.first?.rows == 2
        }
    }
}
