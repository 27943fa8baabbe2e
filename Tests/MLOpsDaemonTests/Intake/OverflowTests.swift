import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// More than fits: the kernel's queue, our memory, the loop's speed.
@Suite(.timeLimit(.minutes(30)), .serialized) struct `Floods of files` {
    private func flood(_ intake: IntakeFixture, _ count: Int) throws {
        for index in 0..<count { try intake.incoming.write("1\n", to: "\(index).csv") }
    }

    @Test func `C11 of twenty thousand files at once none is lost and none is told twice`() async throws {
        let intake = try await IntakeFixture { $0.settle = .zero }
        try flood(intake, 20_000)
        try await eventually(within: .seconds(900), "all are evidence") {
            intake.pass(.seconds(1))
            return intake.paths.count >= 20_000
        }
        intake.source.rescan()
        try await intake.settleHints()
        #expect(intake.news.count == 20_000)
        #expect(Set(intake.news).count == 20_000)
        let numbers = intake.record.evidence.map(\.sequence)
        #expect(numbers == Array(1...Int64(numbers.count)), "numbers rise without a gap")
    }

    @Test func `C11 an overflow is told once, with what it took to make it good`() async throws {
        let intake = try await IntakeFixture()
        intake.source.pretend([.overflow])
        intake.source.pretend([.overflow])
        try intake.incoming.drop("1\n", as: "a.csv")
        try await eventually("it is made good") {
            intake.pass(.seconds(61))
            return intake.log.messages.contains { $0.contains("complete again") }
        }
        let told = intake.log.messages.filter { $0.contains("were lost") }
        #expect(told.count <= 2, "\(intake.log.messages)")
        try await intake.expectReady("a.csv")
        #expect(intake.news == ["a.csv"])
    }

    @Test func `files beyond the bound of unsettled ones are found by later scans`() async throws {
        var limits = IntakeLimits()
        limits.unsettledFiles = 10
        let intake = try await IntakeFixture(limits: limits) { $0.readiness = .quiet }
        try flood(intake, 100)
        try await eventually("all are evidence") {
            intake.pass(.seconds(5))
            return intake.paths.count >= 100
        }
        #expect(Set(intake.paths).count == 100)
    }

    @Test func `nothing more is sent than the loop keeps up with`() async throws {
        var limits = IntakeLimits()
        limits.unconfirmedFiles = 50
        limits.filesInEvent = 20
        let intake = try await IntakeFixture(limits: limits)
        intake.record.holdCommits()
        for index in 0..<500 { try intake.incoming.drop("1\n", as: "\(index).csv") }
        try await eventually("it is full") { intake.paths.count >= 50 }
        for _ in 0..<20 { intake.pass(.seconds(10)) }
        #expect(intake.paths.count <= 500)
        let held = intake.paths.count
        intake.record.commitHeld()
        try await eventually("the rest follows") {
            intake.pass(.seconds(2))
            return intake.paths.count >= 500
        }
        #expect(Set(intake.paths).count == 500)
        #expect(intake.paths.count == 500, "held at \(held)")
        #expect(
            intake.record.events.allSatisfy { event in
                if case .filesReady(_, _, let files) = event { files.count <= 20 } else { true }
            })
    }

    @Test func `C12 without inotify the directory is polled, and people are told`() async throws {
        let incoming = try Incoming()
        let (record, clock, log) = (IntakeRecord(), ManualClock(), LogCapture())
        let source = DatasetSource(
            index: record, effects: IntakeEffects(now: { clock.now }, send: record.send, log: log.logger),
            limits: IntakeLimits(),
            makeWatcher: { () throws(LinuxError) in
                throw LinuxError(
                    "create", "inotify instance",
                    .watchLimit(WatchLimit(resource: .instances, current: 128, needed: 1)))
            })
        defer { source.stop() }
        source.configure([IntakeFixture.pipeline(DatasetDefinition(name: "d", path: incoming.path), minRows: 0)])
        try incoming.write("1\n", to: "a.csv")
        try await eventually("it is found") {
            clock.pass(.seconds(61))
            source.wake()
            return record.evidence.count == 1
        }
        #expect(log.messages.contains { $0.contains("fs.inotify.max_user_instances is 128, at least 1 needed") })
    }

    @Test func `C12 what cannot be watched is listed every minute, and people are told once`() async throws {
        let intake = try await IntakeFixture()
        let root = WatchRoot(path: intake.incoming.path, isRecursive: false)
        let limit = WatchLimit(resource: .watches, current: 8192, needed: 9000)
        for _ in 0..<3 {
            intake.source.pretend([
                .incomplete(root, RelativePath.root, LinuxError("watch", root.path, .watchLimit(limit)))
            ])
        }
        try await eventually("it is told") { !intake.log.messages.isEmpty }
        #expect(intake.log.messages.count == 1)
        #expect(intake.log.messages[0].contains("fs.inotify.max_user_watches is 8192, at least 9000 needed"))
        #expect(intake.log.messages[0].contains("every 60 s"))
    }
}
