import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsLinuxTestKit
import Testing

@testable import MLOpsDaemon

/// How writers bring files, and what intake makes of each way, on the real kernel.
@Suite(.timeLimit(.minutes(30))) struct `Arrival of files` {
    @Test func `C3 a file renamed into place is evidence at once, under its final name only`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.write("a\n1\n", to: ".a.csv.part")
        try intake.incoming.move("in/.a.csv.part", to: "in/a.csv")
        try await intake.expectReady("a.csv")
        #expect(intake.paths == ["a.csv"])
        let record = try #require(intake.record.evidence.first)
        #expect(record.rung == .rename)
        #expect(record.sequence == 1)
        #expect(record.state == .ready)
        #expect(record.fingerprint.size == 4)
        #expect(record.digest == nil, "nothing needed its content yet")
    }

    @Test func `C1 a file written slowly is not touched before it is whole`() async throws {
        let intake = try await IntakeFixture()
        let file = try #require(fopen(intake.incoming.path + "/slow.csv", "we"))
        for _ in 0..<5 {
            fputs("1\n", file)
            fflush(file)
            intake.pass(.seconds(60))
            try await intake.settleHints()
        }
        #expect(intake.news.isEmpty, "a writer has it open")
        fclose(file)
        WrittenFile.settle(intake.incoming.path + "/slow.csv")
        intake.pass(.seconds(120))
        try await intake.expectReady("slow.csv")
        #expect(intake.news == ["slow.csv"])
        let record = try #require(intake.record.evidence.first { $0.path == Array("slow.csv".utf8) })
        #expect(record.rung == .lease)
        #expect(record.fingerprint.size == 10)
    }

    @Test func `C1 a file that was closed may be opened again, for two seconds`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.write("1\n", to: "a.csv")
        try await intake.settleHints()
        #expect(intake.news.isEmpty)
        intake.pass(.seconds(1))
        try await intake.settleHints()
        #expect(intake.news.isEmpty)
        intake.pass(.seconds(2))
        try await intake.expectReady("a.csv")
    }

    @Test func `C2 a writer that never closes keeps the file unsettled, visibly`() async throws {
        let intake = try await IntakeFixture()
        let file = try #require(fopen(intake.incoming.path + "/log.csv", "we"))
        defer { fclose(file) }
        fputs("1\n", file)
        fflush(file)
        intake.source.rescan()
        for _ in 0..<10 {
            intake.pass(.seconds(60))
            try await intake.settleHints()
        }
        #expect(intake.news.isEmpty)
        try await eventually("the record says why") {
            intake.observation(of: "log.csv")?.reason == "a process has it open for writing"
        }
        #expect(intake.observation(of: "log.csv")?.state == .settling)
    }

    @Test func `C4 a file finalised by link is found`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.write("a\n1\n", to: ".tmp-a")
        try intake.incoming.linkInto("a.csv", from: "in/.tmp-a")
        try intake.incoming.remove(".tmp-a")
        intake.pass(.seconds(60))
        try await intake.expectReady("a.csv")
        #expect(intake.paths == ["a.csv"])
    }

    @Test func `C5 a file without a name that is linked into place is found`() async throws {
        let intake = try await IntakeFixture()
        let file = try #require(try? UnnamedFile(in: intake.incoming.path))
        file.write("a\n1\n")
        try file.link(as: intake.incoming.path + "/e.csv")
        file.close()
        WrittenFile.settle(intake.incoming.path + "/e.csv")
        intake.pass(.seconds(60))
        try await intake.expectReady("e.csv")
        #expect(intake.paths == ["e.csv"])
    }

    @Test func `C6 C9 a change without an event is found by the next scan`() async throws {
        let incoming = try Incoming()
        try Incoming.write("a\n1\n", to: incoming.scratch + "/out/a")
        try incoming.linkInto("a.csv", from: "out/a")
        let intake = try await IntakeFixture(incoming) { $0.readiness = .auto }
        intake.pass(.seconds(60))
        try await intake.expectReady("a.csv")
        try Incoming.write("a\n1\n2\n", to: incoming.scratch + "/out/a")
        try await intake.settleHints()
        #expect(intake.news == ["a.csv"], "a write through another name gives no event here")
        intake.source.rescan()
        intake.pass(.seconds(60))
        try await eventually("the change is found") { intake.news == ["a.csv", "a.csv"] }
    }

    @Test func `C10 a file in directories made a moment before is found, every time`() async throws {
        let intake = try await IntakeFixture { $0.recursive = true }
        let count = 300
        for index in 0..<count {
            for depth in ["\(index)", "\(index)/b", "\(index)/b/c"] { try intake.incoming.makeDirectory(depth) }
            try intake.incoming.write("1\n", to: "\(index)/b/c/f.csv")
        }
        try await eventually("all \(count) are found") {
            intake.pass(.seconds(1))
            return intake.paths.count >= count
        }
        #expect(Set(intake.paths).count == count)
        #expect(intake.paths.count == count)
    }

    @Test func `a directory moved in brings its files, and takes them when it goes`() async throws {
        let intake = try await IntakeFixture { $0.recursive = true }
        try #require(mkdir(intake.incoming.scratch + "/out/b", 0o755) == 0)
        try Incoming.write("1\n", to: intake.incoming.scratch + "/out/b/f.csv")
        try intake.incoming.move("out/b", to: "in/b")
        intake.pass(.seconds(60))
        try await intake.expectReady("b/f.csv")
        try intake.incoming.move("in/b", to: "out/gone")
        try await eventually("the file is known to be gone") {
            intake.pass(.seconds(1))
            return intake.observation(of: "b/f.csv")?.state == .vanished
        }
    }

    @Test func `empty files are no evidence unless they are allowed`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.drop("", as: "empty.csv")
        try await intake.settleHints()
        #expect(intake.news.isEmpty)
        let tolerant = try await IntakeFixture { $0.allowsEmpty = true }
        try tolerant.incoming.drop("", as: "empty.csv")
        try await tolerant.expectReady("empty.csv")
    }

    @Test func `names that are not included are not looked at`() async throws {
        let intake = try await IntakeFixture {
            $0.include = ["*.csv"]
            $0.ignore = ["old*"]
        }
        for name in ["a.txt", "old.csv"] { try intake.incoming.drop("1\n", as: name) }
        try intake.incoming.drop("1\n", as: "b.csv")
        try await intake.expectReady("b.csv")
        #expect(intake.paths == ["b.csv"])
    }

    @Test func `settle zero takes a file when its writer closes it`() async throws {
        let intake = try await IntakeFixture { $0.settle = .zero }
        try intake.incoming.write("1\n", to: "a.csv")
        try await intake.expectReady("a.csv")
    }

    @Test func `the rung quiet waits for watched rest`() async throws {
        let intake = try await IntakeFixture { $0.readiness = .quiet }
        let start = intake.clock.now
        try intake.incoming.drop("1\n", as: "a.csv")
        try await eventually("it is waited for") {
            intake.pass(.seconds(1))
            return intake.paths == ["a.csv"]
        }
        #expect(intake.record.evidence.first?.rung == .quiet)
        #expect(intake.clock.now.elapsed(since: start) >= .seconds(10))
    }

    @Test func `C26 a file touched all day is news once`() async throws {
        let intake = try await IntakeFixture()
        for second in 0..<60 {
            try intake.incoming.write("same\n", to: "a.csv")
            intake.pass(.milliseconds(1000))
            if second % 20 == 0 { try await intake.settleHints() }
        }
        intake.pass(.seconds(120))
        try await intake.expectReady("a.csv")
        for _ in 0..<20 {
            try intake.incoming.write("same\n", to: "a.csv")
            intake.pass(.seconds(120))
            try await intake.settleHints()
        }
        try await eventually("all is settled") { intake.news.count <= 2 }
        #expect(intake.news.count <= 2, "once, and once more when its first digest became known: \(intake.news.count)")
    }
}
