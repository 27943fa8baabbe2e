import Glibc
import MLOpsLinux
import Testing

/// A directory of one test, removed with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/mlopsd-linux-XXXXXX".utf8CString)
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
        return path(name)
    }

    func read(_ name: String) -> String? {
        guard let bytes = try? DurableFile.read(path(name), maximumBytes: 1 << 28) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
