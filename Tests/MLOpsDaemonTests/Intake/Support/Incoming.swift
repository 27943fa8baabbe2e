import CMLOpsLinux
import Glibc
import MLOpsLinux
import MLOpsLinuxTestKit
import Testing

/// A directory that data arrives in, and a place beside it on the same file system; removed with the test.
final class Incoming: Sendable {
    let scratch: String
    /// The watched directory.
    let path: String

    init() throws {
        var template = Array("/tmp/mlopsd-intake-XXXXXX".utf8CString)
        scratch = String(cString: try #require(mkdtemp(&template)))
        path = scratch + "/in"
        try #require(mkdir(path, 0o755) == 0)
        try #require(mkdir(scratch + "/out", 0o755) == 0)
    }

    deinit {
        _ = umount2(path, Int32(MNT_DETACH))  // fails where nothing is mounted
        try? TreeRemoval.remove(scratch)  // what a failed removal leaves in /tmp harms nothing
    }

    func makeDirectory(_ name: String) throws { try #require(mkdir(path + "/" + name, 0o755) == 0, "\(errno)") }

    /// Writes in place, as most programs do: open, write, close.
    func write(_ text: String, to name: String) throws { try Self.write(text, to: path + "/" + name) }

    /// Writes beside the directory and renames into it.
    func drop(_ text: String, as name: String) throws {
        try Self.write(text, to: scratch + "/out/x")
        try move("out/x", to: "in/" + name)
    }

    /// Renames within the scratch directory.
    func move(_ old: String, to new: String) throws {
        try #require(rename(scratch + "/" + old, scratch + "/" + new) == 0, "rename \(old) to \(new): \(errno)")
    }

    /// Swaps two names within the scratch directory; for a moment the first is missing.
    func swap(_ first: String, _ second: String) throws {
        try move(first, to: "swapped")
        try move(second, to: first)
        try move("swapped", to: second)
    }

    func remove(_ name: String) throws { try #require(unlink(path + "/" + name) == 0, "\(errno)") }

    func linkInto(_ name: String, from other: String) throws {
        try #require(link(scratch + "/" + other, path + "/" + name) == 0, "\(errno)")
    }

    /// Creates a file whose name need not be text.
    func write(_ text: String, toRaw name: [UInt8]) throws {
        let bytes = Array(path.utf8) + [UInt8(ascii: "/")] + name
        let file = open(bytes.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o644)
        try #require(file >= 0, "\(errno)")
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        WrittenFile.settle(bytes.map { CChar(bitPattern: $0) } + [0])
    }

    func status(_ name: String) throws -> stat {
        var status = stat()
        try #require(lstat(path + "/" + name, &status) == 0, "\(errno)")
        return status
    }

    /// The watched directory is the root of a file system in memory.
    static func onOwnFileSystem() throws -> Incoming {
        let incoming = try Incoming()
        try #require(mount("intake", incoming.path, "tmpfs", 0, nil) == 0, "mount: \(errno)")
        return incoming
    }

    static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"), "create \(path): \(errno)")
        fputs(text, file)
        fclose(file)
        WrittenFile.settle(path)
    }
}
