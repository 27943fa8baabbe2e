import Glibc
import MLOpsLinux
import MLOpsLinuxTestKit
import Testing

/// A directory of one test, removed with it.
final class Scratch: Sendable {
    let path: String

    /// - Parameter isInMemory: For tests that make many files: a file system without a disk.
    init(isInMemory: Bool = false) throws {
        let parent = isInMemory && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/mlopsd-linux-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = String(cString: made)
    }

    deinit {
        // What a failed removal leaves in /tmp harms nothing.
        try? TreeRemoval.remove(path)
    }

    func path(_ name: String) -> String { path + "/" + name }

    @discardableResult
    func directory(_ name: String) throws -> String {
        try #require(mkdir(path(name), 0o755) == 0, "mkdir \(name): \(errno)")
        return path(name)
    }

    /// Writes as most programs do: open, write, close.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = try #require(fopen(path(name), "we"), "create \(name)")
        fputs(text, file)
        fclose(file)
        WrittenFile.settle(path(name))
        return path(name)
    }

    /// Writes a file that can be executed.
    func program(_ text: String, to name: String) throws {
        try #require(chmod(try write(text, to: name), 0o755) == 0)
    }

    /// Creates an empty file whose name need not be text.
    func create(_ name: [UInt8]) throws {
        let bytes = Array(path.utf8) + [UInt8(ascii: "/")] + name
        let file = open(bytes.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o644)
        try #require(file >= 0, "create \(name): \(errno)")
        close(file)
    }

    func read(_ name: String) -> String? {
        guard let bytes = try? DurableFile.read(path(name), maximumBytes: 1 << 28) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
