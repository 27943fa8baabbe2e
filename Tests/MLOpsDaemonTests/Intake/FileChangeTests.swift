import CMLOpsLinux
import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// What becomes of files that change, go and come again.
@Suite(.timeLimit(.minutes(30))) struct `Changes of files` {
    /// A dataset with one file whose content a run has read.
    private func usedFile(
        _ revision: DatasetDefinition.Revision = .trigger
    ) async throws -> IntakeFixture {
        let intake = try await IntakeFixture { $0.revision = revision }
        try intake.incoming.drop("one\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        try intake.use("a.csv")
        return intake
    }

    @Test func `C7 an atomic replacement with other content is news, even of the same size and time`() async throws {
        let intake = try await usedFile()
        var old = stat()
        try #require(stat(intake.incoming.path + "/a.csv", &old) == 0)
        try Incoming.write("two\n", to: intake.incoming.scratch + "/out/x")
        var times = [old.st_atim, old.st_mtim]
        try #require(utimensat(AT_FDCWD, intake.incoming.scratch + "/out/x", &times, 0) == 0)
        try intake.incoming.move("out/x", to: "in/a.csv")
        try await eventually("it is news") { intake.news.count == 2 }
        let revised = try #require(intake.record.evidence.last)
        #expect(revised.state == .revised)
        #expect(revised.sequence == 2)
        #expect(revised.digest != nil)
        #expect(revised.fingerprint.size == 4)
    }

    @Test func `C7 a replacement with the same content is none`() async throws {
        let intake = try await usedFile()
        try intake.incoming.drop("one\n", as: "a.csv")
        try await eventually("the index follows") { intake.observation(of: "a.csv") != nil }
        try await intake.settleHints()
        #expect(intake.news == ["a.csv"])
        let record = try #require(intake.observation(of: "a.csv"))
        #expect(record.state == .ready)
        #expect(record.sequence == 1, "what a run has read stays read")
    }

    @Test func `C8 opening for writing, touching and changing the mode are no news`() async throws {
        let intake = try await usedFile()
        let path = intake.incoming.path + "/a.csv"
        let file = open(path, O_WRONLY)
        close(file)
        try await intake.settleHints()
        #expect(utimes(path, nil) == 0)
        intake.pass(.seconds(60))
        try await intake.settleHints()
        #expect(chmod(path, 0o600) == 0)
        intake.pass(.seconds(60))
        try await eventually("the index follows") {
            intake.pass(.milliseconds(100))
            let seen = intake.observation(of: "a.csv")?.fingerprint.changedNanoseconds
            return try seen.map { Int($0 % 1_000_000_000) } == intake.incoming.status("a.csv").st_ctim.tv_nsec
        }
        #expect(intake.news == ["a.csv"])
    }

    @Test func `C8 attributes of a file that no run has read are no news either`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.drop("one\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        #expect(chmod(intake.incoming.path + "/a.csv", 0o600) == 0)
        // Step by step: a program that another test starts may hold the file open for a moment, and a minute at once
        // would make that a writer who has been silent for long.
        try await eventually("the index follows") {
            intake.pass(.milliseconds(100))
            return intake.observation(of: "a.csv") != nil
        }
        #expect(intake.news == ["a.csv"])
        #expect(intake.observation(of: "a.csv")?.digest == nil, "the file was not read for that")
    }

    @Test func `C24 the same content under a new name is new, and the old name is gone after a rename`() async throws {
        let intake = try await usedFile()
        try intake.incoming.move("in/a.csv", to: "in/b.csv")
        try await intake.expectReady("b.csv")
        try await eventually("the old name is gone") { intake.observation(of: "a.csv")?.state == .vanished }
        #expect(intake.news == ["a.csv", "b.csv"])
    }

    @Test func `changed content before any run is newer data, not a revision`() async throws {
        let intake = try await IntakeFixture { $0.revision = .quarantine }
        try intake.incoming.drop("one\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        try intake.incoming.drop("two\n", as: "a.csv")
        try await eventually("it is news again") { intake.news.count == 2 }
        #expect(intake.record.evidence.last?.state == .ready)
    }

    @Test func `a revision is set aside where the dataset says so`() async throws {
        let intake = try await usedFile(.quarantine)
        try intake.incoming.drop("two\n", as: "a.csv")
        try await eventually("it is set aside") { intake.observation(of: "a.csv")?.state == .quarantined }
        #expect(intake.observation(of: "a.csv")?.reason == "its content changed after a run used it")
        try await intake.settleHints()
        #expect(intake.news == ["a.csv"])
    }

    @Test func `a revision is ignored where the dataset says so, and known afterwards`() async throws {
        let intake = try await usedFile(.ignore)
        try intake.incoming.drop("two\n", as: "a.csv")
        try await eventually("the index follows") { intake.observation(of: "a.csv") != nil }
        let count = intake.record.observations.count
        intake.source.rescan()
        try await intake.settleHints()
        #expect(intake.news == ["a.csv"])
        #expect(intake.record.observations.count == count)
    }

    @Test func `a deleted file is recorded and triggers nothing`() async throws {
        let intake = try await usedFile()
        try intake.incoming.remove("a.csv")
        try await eventually("it is known to be gone") { intake.observation(of: "a.csv")?.state == .vanished }
        #expect(intake.news == ["a.csv"])
    }

    @Test func `the same content delivered again after a deletion is no news`() async throws {
        let intake = try await usedFile()
        try intake.incoming.remove("a.csv")
        try await eventually("it is known to be gone") { intake.observation(of: "a.csv")?.state == .vanished }
        try intake.incoming.drop("one\n", as: "a.csv")
        try await eventually("it is known to be back") { intake.observation(of: "a.csv")?.state == .ready }
        try await intake.settleHints()
        #expect(intake.news == ["a.csv"])
        #expect(intake.observation(of: "a.csv")?.sequence == 1)
    }

    @Test func `files deleted while nobody watched are found missing by the first scan`() async throws {
        let first = try await usedFile()
        try first.incoming.drop("two\n", as: "b.csv")
        try await first.expectReady("b.csv")
        first.source.stop()
        try first.incoming.remove("a.csv")
        let second = try await IntakeFixture(first.incoming, record: first.record)
        try await eventually("it is known to be gone") { second.observation(of: "a.csv")?.state == .vanished }
        #expect(second.observation(of: "b.csv") == nil)
    }

    @Test func `C23 times from 1901 to 2200 cause neither harm nor news without end`() async throws {
        let intake = try await IntakeFixture()
        for (index, seconds) in [-2_147_483_648, -1, 0, 4_294_967_296, 7_258_118_400].enumerated() {
            let name = "\(index).csv"
            try Incoming.write("1\n", to: intake.incoming.scratch + "/out/\(name)")
            var times = [timespec(tv_sec: seconds, tv_nsec: 1), timespec(tv_sec: seconds, tv_nsec: 999_999_999)]
            try #require(utimensat(AT_FDCWD, intake.incoming.scratch + "/out/\(name)", &times, 0) == 0)
            try intake.incoming.move("out/\(name)", to: "in/\(name)")
        }
        try await eventually("all are ready") { intake.news.count == 5 }
        intake.source.rescan()
        intake.pass(.seconds(120))
        try await intake.settleHints()
        #expect(intake.news.count == 5)
        #expect(intake.record.observations.isEmpty)
    }
}
