import CMLOpsLinux
import Glibc
import Testing

@testable import MLOpsDaemon

@Suite struct `Rights of this process` {
    @Test func `are those that the kernel gives it`() throws {
        let scratch = try Scratch()
        let rights = OwnRights()
        #expect(rights.obstacle(toTarget: scratch.path + "/model") == nil)
        let missing = rights.obstacle(toTarget: scratch.path + "/live/model")
        #expect(missing?.problem == "there is no directory \"\(scratch.path)/live\"")
        #expect(missing?.hint?.hasSuffix("install -d -o \(rights.user) \(scratch.path)/live") == true)
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `end where nobody can write`() throws {
        let scratch = try Scratch()
        let live = try scratch.directory("live")
        try #require(mount("none", live, "tmpfs", UInt(MS_RDONLY), "size=64k") == 0)
        defer { umount2(live, Int32(MNT_DETACH)) }
        let obstacle = OwnRights().obstacle(toTarget: live + "/model")
        #expect(obstacle?.hint?.contains("ReadWritePaths=\(live) under [Service]") == true, "\(String(describing: obstacle))")
    }
}
