import CMLOpsLinux
import Glibc
import MLOpsLinux
import MLOpsLinuxTestKit
import Testing

/// A directory of one test, removed with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/mlopsd-runs-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = try SafeDirectory.realPath(of: String(cString: made))
    }

    deinit {
        // What a failed removal leaves in /tmp harms nothing.
        try? TreeRemoval.remove(path)
    }

    @discardableResult
    func directory(_ name: String) throws -> String {
        var made = path
        for part in name.split(separator: "/") {
            made += "/" + part
            try #require(mkdir(made, 0o755) == 0 || errno == EEXIST, "mkdir \(made): \(errno)")
        }
        return made
    }

    /// Writes as most programs do: open, write, close.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Self.write(Array(text.utf8), toPath: path + "/" + name)
        return path + "/" + name
    }

    static func write(_ content: [UInt8], toPath path: String) throws {
        try write(content, toBytes: Array(path.utf8))
    }

    static func write(_ content: [UInt8], toBytes path: [UInt8]) throws {
        let name = path.map { CChar(bitPattern: $0) } + [0]
        let file = try #require(fopen(name, "we"), "create \(path): \(errno)")
        let count = fwrite(content, 1, content.count, file)
        try #require(fclose(file) == 0 && count == content.count)
        WrittenFile.settle(name)
    }
}

/// The content of a file as text, nil when it can not be read.
func text(of path: String) -> String? {
    guard let bytes = try? DurableFile.read(path, maximumBytes: 1 << 28) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
}

/// Hex SHA-256 of a text.
func sha256(_ text: String) -> String {
    var digest = RunningDigest()
    digest.add(text)
    return digest.hexadecimal
}

func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
}
