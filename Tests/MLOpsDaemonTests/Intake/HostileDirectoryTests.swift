import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization
import Testing

@testable import MLOpsDaemon

/// Directories that others can write into.
@Suite(.timeLimit(.minutes(30))) struct `Hostile directories` {
    @Test func `C17 what is no regular file is set aside and never opened`() async throws {
        let intake = try await IntakeFixture()
        let path = intake.incoming.path
        try #require(symlink("/etc/shadow", path + "/link.csv") == 0)
        try #require(mkfifo(path + "/fifo.csv", 0o644) == 0)
        try #require(mkdir(path + "/directory.csv", 0o755) == 0)
        let listener = try #require(try? UnixListener(path + "/socket.csv"))
        defer { listener.close() }
        try await intake.settleHints()
        try await eventually("three are set aside") {
            intake.record.observations.count { $0.state == .quarantined } == 3
        }
        #expect(intake.observation(of: "link.csv")?.reason == "it is a symbolic link, not a regular file")
        #expect(intake.observation(of: "fifo.csv")?.reason == "it is a FIFO, not a regular file")
        #expect(intake.observation(of: "socket.csv")?.reason == "it is a socket, not a regular file")
        let count = intake.record.observations.count
        intake.source.rescan()
        try await intake.settleHints()
        #expect(intake.record.observations.count == count, "it is told once")
        #expect(intake.news.isEmpty)
    }

    @Test func `C17 a device node is set aside`() async throws {
        let intake = try await IntakeFixture()
        let made = mknod(intake.incoming.path + "/zero.csv", S_IFCHR | 0o644, dev_t(0x105))
        // Only root can make one, and then nobody else can bring it in.
        guard made == 0 else { return #expect(errno == EPERM) }
        try await eventually("it is set aside") { intake.observation(of: "zero.csv")?.state == .quarantined }
    }

    @Test func `C17 a symbolic link that becomes a file is evidence`() async throws {
        let intake = try await IntakeFixture()
        try #require(symlink("/etc/passwd", intake.incoming.path + "/a.csv") == 0)
        try await eventually("it is set aside") { intake.observation(of: "a.csv")?.state == .quarantined }
        try intake.incoming.drop("1\n", as: "a.csv")
        try await intake.expectReady("a.csv")
    }

    /// A directory and a symbolic link to a place outside are swapped all the time.
    @Test func `C18 nothing outside of the directory is ever taken for its own`() async throws {
        let intake = try await IntakeFixture { $0.recursive = true }
        let scratch = intake.incoming.scratch
        for folder in ["out/inner", "secrets"] { try #require(mkdir(scratch + "/" + folder, 0o755) == 0) }
        try Incoming.write("inside\n", to: scratch + "/out/inner/f.csv")
        try Incoming.write("outside, and of another size\n", to: scratch + "/secrets/f.csv")
        try #require(symlink(scratch + "/secrets", scratch + "/out/link") == 0)
        try intake.incoming.move("out/inner", to: "in/s")
        for _ in 0..<300 {
            try intake.incoming.swap("in/s", "out/link")
            intake.source.rescan()
            intake.pass(.seconds(3))
        }
        try await intake.settleHints()
        try await eventually("what is inside is found") {
            intake.source.rescan()
            intake.pass(.seconds(3))
            return intake.paths.contains("s/f.csv")
        }
        let inside = try #require(intake.record.evidence.first { $0.path == Array("s/f.csv".utf8) })
        #expect(inside.fingerprint.size == 7)
        #expect(intake.record.evidence.allSatisfy { $0.fingerprint.size < 10 })
    }

    @Test func `C20 one file that cannot be read does not hold up the others`() async throws {
        let intake = try await IntakeFixture(minRows: 1)
        // A quote that is not closed: what this file holds can not be counted.
        try intake.incoming.drop("a\n\"1\n", as: "broken.csv")
        for index in 0..<5 { try intake.incoming.drop("a\n1\n", as: "\(index).csv") }
        try await eventually("the others are ready") { intake.news.count == 5 }
        try await eventually("it is set aside") { intake.observation(of: "broken.csv")?.state == .quarantined }
        #expect(intake.observation(of: "broken.csv")?.reason == "a quoted field does not end (row 1)")
    }

    @Test func `C20 a file deleted while it waits is forgotten`() async throws {
        let intake = try await IntakeFixture(minRows: 1)
        for index in 0..<50 {
            try intake.incoming.drop("a\n1\n", as: "\(index).csv")
            try intake.incoming.remove("\(index).csv")
        }
        try await intake.settleHints()
        let known = Set(intake.record.evidence.map(\.path))
        for path in known where path.count < 10 {
            try await eventually("it is known to be gone") {
                intake.record.observations.last { $0.path == path }?.state == .vanished
            }
        }
    }

    @Test func `C21 a name that no list of lines can hold is set aside`() async throws {
        let intake = try await IntakeFixture()
        let name = Array("new\nline.csv".utf8)
        try intake.incoming.write("1\n", toRaw: name)
        intake.pass(.seconds(60))
        try await eventually("it is set aside") {
            intake.record.observations.contains { $0.path == name && $0.state == .quarantined }
        }
        #expect(intake.record.observations.last { $0.path == name }?.reason?.contains("line feed") == true)
        #expect(intake.record.evidence.isEmpty)
    }

    @Test(arguments: [
        Array("\u{1B}[2J.csv".utf8), [0xFF, 0xFE, 0x80],
        [UInt8](repeating: 0x61, count: 255), Array("-rf".utf8), Array("..csv..".utf8),
        Array("\u{202E}vsc.exe".utf8), Array("🐟.csv".utf8), Array(" ".utf8), Array("\\".utf8),
    ])
    func `C21 any name is kept as its bytes`(name: [UInt8]) async throws {
        let intake = try await IntakeFixture { $0.ignore = [] }
        try intake.incoming.write("1\n", toRaw: name)
        intake.pass(.seconds(60))
        try await eventually("it becomes ready") { intake.record.evidence.contains { $0.path == name } }
        intake.source.rescan()
        try await intake.settleHints()
        #expect(intake.record.evidence.count { $0.path == name } == 1)
    }
}
