import CMLOpsLinux
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// Between the event and its commit, and after a crash there.
@Suite(.timeLimit(.minutes(30))) struct `Commits of evidence` {
    @Test func `what was sent and is not committed yet is not sent again`() async throws {
        let intake = try await IntakeFixture()
        intake.record.holdCommits()
        try intake.incoming.drop("1\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        for _ in 0..<3 {
            intake.source.rescan()
            intake.pass(.seconds(61))
            try await intake.settleHints()
        }
        #expect(intake.news == ["a.csv"])
        intake.record.commitHeld()
        try await intake.settleHints()
        #expect(intake.news == ["a.csv"])
    }

    @Test func `a crash before the commit leads to finding the files again`() async throws {
        let first = try await IntakeFixture()
        try first.incoming.drop("1\n", as: "kept.csv")
        try await first.expectReady("kept.csv")
        first.record.holdCommits()
        try first.incoming.drop("2\n", as: "lost.csv")
        try await first.expectReady("lost.csv")
        first.source.stop()
        first.record.crash()
        let second = try await IntakeFixture(first.incoming, record: first.record)
        second.pass(.seconds(60))
        try await second.expectReady("lost.csv")
        #expect(second.paths == ["lost.csv"])
        #expect(second.record.evidence.first?.sequence == 2)
    }

    @Test func `files that came while nobody watched are found by the first scan, without waiting`() async throws {
        let incoming = try Incoming()
        for index in 0..<20 { try incoming.write("1\n", to: "\(index).csv") }
        let intake = try await IntakeFixture(incoming)
        intake.pass(.seconds(3))
        try await eventually("all are found") { intake.paths.count == 20 }
        #expect(intake.record.evidence.map(\.sequence).sorted() == Array(1...20))
    }

    @Test func `files that a slow scan finds have numbers as they changed, however they are listed`() async throws {
        let incoming = try Incoming()
        let names = (0..<12).map { "\($0 * 7 % 12).csv" }
        var changed: Int = 0
        for name in names {
            // The kernel's clock for files stands still for some milliseconds at a time.
            try await eventually("\(name) is newer") {
                try incoming.write("1\n", to: name)
                return try incoming.status(name).st_ctim.tv_nsec != changed
            }
            changed = try incoming.status(name).st_ctim.tv_nsec
        }
        let (record, clock, log) = (IntakeRecord(), ManualClock(), LogCapture())
        clock.pass(.seconds(60))
        let slow = IntakeEffects(
            now: {
                clock.pass(.milliseconds(10))
                return clock.now
            }, send: record.send, log: log.logger)
        let source = DatasetSource(index: record, effects: slow, profiler: "")
        defer { source.stop() }
        source.configure([IntakeFixture.pipeline(DatasetDefinition(name: "d", path: incoming.path), minRows: 0)])
        try await eventually("all are found") { record.evidence.count == names.count }
        #expect(record.evidence.map { String(decoding: $0.path, as: UTF8.self) } == names)
        #expect(record.evidence.map(\.sequence) == Array(1...12))
    }

    @Test func `what the record refused is found again when asked for`() async throws {
        let intake = try await IntakeFixture()
        intake.record.holdCommits()
        try intake.incoming.drop("1\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        intake.record.crash()
        intake.source.recheck()
        intake.pass(.seconds(60))
        try await intake.expectReady("a.csv")
    }

    @Test func `an index that cannot be read holds nothing back for ever, and is told once`() async throws {
        let intake = try await IntakeFixture()
        intake.record.fail(with: StoreError(.busy, "database is locked"))
        try intake.incoming.drop("1\n", as: "a.csv")
        for _ in 0..<5 {
            intake.source.rescan()
            intake.pass(.seconds(61))
        }
        try await eventually("it is told") { intake.log.messages.contains { $0.contains("database is locked") } }
        intake.record.fail(with: nil)
        try await eventually("the file is evidence") {
            intake.pass(.seconds(61))
            return intake.paths == ["a.csv"]
        }
        #expect(intake.log.messages.count { $0.contains("database is locked") } <= 2)
    }

    @Test func `a dataset whose index cannot be read at first is begun later`() async throws {
        let record = IntakeRecord()
        record.fail(with: StoreError(.busy, "database is locked"))
        let intake = try await IntakeFixture(record: record, awaitsScan: false)
        try intake.incoming.write("1\n", to: "a.csv")
        try await eventually("it is told") { !intake.log.messages.isEmpty }
        record.fail(with: nil)
        try await eventually("the file is evidence") {
            intake.pass(.seconds(10))
            return intake.paths == ["a.csv"]
        }
    }

    @Test func `a reload lists again, and a removed dataset is no longer watched`() async throws {
        let intake = try await IntakeFixture()
        intake.source.configure([intake.pipeline])
        try intake.incoming.drop("1\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        intake.source.configure([])
        intake.source.configure([])
        try intake.incoming.drop("1\n", as: "b.csv")
        intake.source.configure([intake.pipeline])
        intake.pass(.seconds(61))
        try await intake.expectReady("b.csv")
        #expect(intake.paths == ["a.csv", "b.csv"])
    }

    @Test func `a changed definition applies to files that are there already`() async throws {
        let intake = try await IntakeFixture { $0.include = ["*.csv"] }
        try intake.incoming.drop("1\n", as: "a.txt")
        try await intake.settleHints()
        #expect(intake.news.isEmpty)
        var pipeline = intake.pipeline
        pipeline.datasets[0].include = ["*.txt", "*.csv"]
        intake.source.configure([pipeline])
        intake.pass(.seconds(61))
        try await intake.expectReady("a.txt")
    }

    @Test func `two datasets of one directory each get every file`() async throws {
        let incoming = try Incoming()
        let (record, clock, log) = (IntakeRecord(), ManualClock(), LogCapture())
        let source = DatasetSource(
            index: record, effects: IntakeEffects(now: { clock.now }, send: record.send, log: log.logger), profiler: "")
        defer { source.stop() }
        var pipeline = IntakeFixture.pipeline(DatasetDefinition(name: "d", path: incoming.path), minRows: 0)
        pipeline.datasets.append(DatasetDefinition(name: "e", path: incoming.path, include: ["*.csv"]))
        source.configure([pipeline])
        try await eventually("both are scanned") { record.availability == ["", ""] }
        try incoming.drop("1\n", as: "a.csv")
        try await eventually("both have it") { record.evidence.count == 2 }
    }
}
