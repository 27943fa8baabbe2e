import CMLOpsLinux
import Glibc
@testable import MLOpsLinux
import Testing

@Suite struct `Access for another user` {
    private func list(_ path: String, _ name: String = "system.posix_acl_access") -> AccessList? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = getxattr(path, name, &bytes, bytes.count)
        return count < 0 ? nil : AccessList(Array(bytes.prefix(count)))
    }

    @Test func `is added to that of others, and never takes any away`() throws {
        let scratch = try Scratch()
        let path = try scratch.directory("state")
        #expect(chmod(path, 0o750) == 0)
        try AccessGrant(user: 4001).allow(.enter, at: path)
        try AccessGrant(user: 4000).allow(.read, at: path)
        try AccessGrant(user: 4001).allow(.enter, at: path)
        var expected = AccessList(mode: 0o750)
        expected.allow(user: 4000, 4)
        expected.allow(user: 4001, 1)
        #expect(list(path) == expected)
        // The mask is what a later chmod(2) changes, and what ls(1) shows: nobody else got in.
        #expect(FileStatus(at: path)?.mode ?? 0 & 0o777 == 0o750)
    }

    @Test func `to a directory holds for what is and what comes there, and follows no link out`() throws {
        let scratch = try Scratch()
        let path = try scratch.directory("work")
        _ = try scratch.directory("work/inner")
        let outside = scratch.path("outside")
        #expect(creat(outside, 0o600) >= 0 && creat(path + "/inner/old", 0o600) >= 0)
        #expect(symlink(outside, path + "/link") == 0)
        try AccessGrant(user: 4000).share(path)
        #expect(mkdir(path + "/new", 0o777) == 0)
        var shared = AccessList(mode: 0o700)
        shared.allow(user: 4000, 7)
        shared.allow(user: geteuid(), 7)
        #expect(list(path, "system.posix_acl_default") == shared)
        #expect(list(path + "/new", "system.posix_acl_default") == shared)
        var file = AccessList(mode: 0o600)
        file.allow(user: 4000, 6)
        #expect(list(path + "/inner/old") == file)
        #expect(list(outside) == nil)
    }

    @Test func `is taken back from every user at once, and leaves what the file's mode says`() throws {
        let scratch = try Scratch()
        let path = try scratch.directory("run")
        #expect(chmod(path, 0o700) == 0)
        try AccessGrant.withdrawAll(at: path)
        #expect(list(path) == nil, "nothing is written where nobody was let in")
        for user: UInt32 in [4000, 4001] { try AccessGrant(user: user).allow(.all, at: path) }
        try AccessGrant.withdrawAll(at: path)
        let bytes = try #require(list(path)).bytes
        #expect(try #require(AccessList(bytes)) == #require(list(path)))
        // Version and the entries of owner, group, mask and others.
        #expect(bytes.count == 4 + 4 * 8)
        #expect(FileStatus(at: path)?.mode ?? 0 & 0o777 == 0o700)
    }

    @Test func `is read back as it was written, and nothing else is`() {
        var access = AccessList(mode: 0o640)
        access.allow(user: 70_000, 5)
        #expect(AccessList(access.bytes) == access)
        #expect(AccessList(Array(access.bytes.dropLast())) == nil)
        #expect(AccessList([9] + access.bytes.dropFirst()) == nil)
    }
}
