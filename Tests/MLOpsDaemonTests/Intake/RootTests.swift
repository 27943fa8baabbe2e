import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// Directories that are not there, go away, come again, or are another one now.
@Suite(.timeLimit(.minutes(30))) struct `Roots that come and go` {
    @Test func `a directory that does not exist yet is unavailable, then watched when it appears`() async throws {
        let incoming = try Incoming()
        try #require(rmdir(incoming.path) == 0)
        let intake = try await IntakeFixture(incoming)
        #expect(intake.record.availability.count == 1)
        #expect(intake.record.availability[0].contains("No such file or directory"))
        try #require(mkdir(incoming.path, 0o755) == 0)
        try incoming.drop("1\n", as: "a.csv")
        try await eventually("it is found") {
            intake.pass(.seconds(60))
            return intake.paths == ["a.csv"]
        }
        try await eventually("it is available") { intake.record.availability.last == "" }
    }

    @Test func `C13 a directory deleted and made again is watched again`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.drop("1\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        try intake.incoming.remove("a.csv")
        try #require(rmdir(intake.incoming.path) == 0)
        intake.pass(.seconds(10))
        try await eventually("the loss is told") {
            intake.pass(.seconds(10))
            return intake.record.availability.last != ""
        }
        try #require(mkdir(intake.incoming.path, 0o755) == 0)
        try intake.incoming.drop("2\n", as: "b.csv")
        try await eventually("the new file is found") {
            intake.pass(.seconds(10))
            return intake.paths.contains("b.csv")
        }
        try await eventually("it is available") { intake.record.availability.last == "" }
        try await eventually("the old file is gone") { intake.observation(of: "a.csv")?.state == .vanished }
    }

    @Test func `C14 of a directory put in place of another one, only its own files count`() async throws {
        let intake = try await IntakeFixture()
        try intake.incoming.drop("1\n", as: "a.csv")
        try await intake.expectReady("a.csv")
        try #require(mkdir(intake.incoming.scratch + "/next", 0o755) == 0)
        try Incoming.write("2\n", to: intake.incoming.scratch + "/next/b.csv")
        try intake.incoming.move("in", to: "former")
        try intake.incoming.move("next", to: "in")
        try await eventually("the file of the new directory is found") {
            intake.pass(.seconds(10))
            return intake.paths.contains("b.csv")
        }
        try Incoming.write("3\n", to: intake.incoming.scratch + "/former/c.csv")
        try await intake.settleHints()
        #expect(!intake.paths.contains("c.csv"), "the old directory is no longer trusted")
        try await eventually("the old file is gone") { intake.observation(of: "a.csv")?.state == .vanished }
    }

    @Test func `a path that leads through a symbolic link is followed when the link changes`() async throws {
        let incoming = try Incoming()
        for name in ["v1", "v2"] { try #require(mkdir(incoming.scratch + "/" + name, 0o755) == 0) }
        try Incoming.write("1\n", to: incoming.scratch + "/v1/a.csv")
        try Incoming.write("2\n", to: incoming.scratch + "/v2/b.csv")
        let link = incoming.scratch + "/current"
        try #require(symlink("v1", link) == 0)
        let intake = try await IntakeFixture(incoming) { $0.path = link }
        intake.pass(.seconds(60))
        try await intake.expectReady("a.csv")
        try #require(symlink("v2", link + ".new") == 0)
        try #require(rename(link + ".new", link) == 0)
        intake.source.rescan()
        try await eventually("the files of the new directory are found") {
            intake.pass(.seconds(10))
            return intake.paths.contains("b.csv")
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root can mount"))
    func `C15 an unmounted file system never means that all data was deleted`() async throws {
        let intake = try await IntakeFixture(Incoming.onOwnFileSystem())
        try intake.incoming.write("1\n", to: "a.csv")
        intake.pass(.seconds(60))
        try await intake.expectReady("a.csv")
        try await eventually("intake does not keep it mounted") { umount2(intake.incoming.path, 0) == 0 }
        try await eventually("the loss is told") {
            intake.pass(.seconds(70))
            return intake.record.availability.last?.contains("is it mounted?") == true
        }
        #expect(intake.record.observations.allSatisfy { $0.state != .vanished })
        // A producer that goes on writing into the mount point changes nothing of that.
        try intake.incoming.write("2\n", to: "b.csv")
        for _ in 0..<3 {
            intake.source.rescan()
            intake.pass(.seconds(70))
        }
        try await intake.expectReady("b.csv")
        #expect(intake.record.observations.allSatisfy { $0.state != .vanished })
    }

    @Test func `C25 of a directory that cannot be listed, the reason is told once`() async throws {
        let incoming = try Incoming()
        let intake = try await IntakeFixture(incoming) { $0.path = incoming.scratch + "/out/file" }
        try Incoming.write("1\n", to: incoming.scratch + "/out/file")
        for _ in 0..<5 {
            intake.source.rescan()
            intake.pass(.seconds(70))
        }
        try await eventually("it is no directory") {
            intake.pass(.seconds(70))
            return intake.record.availability.last?.contains("Not a directory") == true
        }
        for _ in 0..<5 {
            intake.source.rescan()
            intake.pass(.seconds(70))
        }
        #expect(intake.record.availability.count <= 2, "\(intake.record.availability)")
    }
}
