import Glibc
import MLOpsLinux
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
    }

    static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"), "create \(path): \(errno)")
        fputs(text, file)
        fclose(file)
    }
}
