import CMLOpsLinux
import Glibc
import MLOpsLinux
import MLOpsLinuxTestKit

/// The only directory that a daemon under test and its steps know of; short enough for a socket in it.
///
/// `etc` holds the configuration, `state` the record, `src` is where steps run, `in` is watched.
final class Sandbox: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/mlopsd-e2e-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw HarnessError("mkdtemp: \(String(cString: strerror(errno)))") }
        path = String(cString: made)
        for name in ["etc", "etc/pipelines.d", "state", "src", "in", "elsewhere", "home"] { try makeDirectory(name) }
        try write("max_running_runs: 100\n", to: "etc/mlopsd.yaml")
    }

    deinit {
        // What a failed removal leaves in /tmp harms nothing.
        try? TreeRemoval.remove(path)
    }

    var socket: String { path + "/mlopsd.sock" }
    var incoming: String { path + "/in" }

    func makeDirectory(_ name: String) throws {
        guard mkdir("\(path)/\(name)", 0o700) == 0 else { throw HarnessError("mkdir \(name): \(errno)") }
    }

    /// Puts a pipeline's file in place as a whole; `@ROOT@` stands for the sandbox.
    func define(_ name: String, _ text: String) throws {
        try write(
            text.split(separator: "@ROOT@", omittingEmptySubsequences: false).joined(separator: path),
            to: "etc/pipelines.d/\(name).yaml")
    }

    /// Writes a file elsewhere and renames it into the place, as careful programs do.
    func write(_ text: String, to name: String) throws {
        try write(bytes: Array(text.utf8), toBytes: Array(name.utf8))
    }

    func write(bytes: [UInt8], to name: String) throws { try write(bytes: bytes, toBytes: Array(name.utf8)) }

    /// The same for a name that is no text.
    func write(bytes: [UInt8], toBytes name: [UInt8]) throws {
        let passing = "\(path)/elsewhere/\(UInt64.random(in: 0 ... .max))"
        guard let file = fopen(passing, "wxe") else { throw HarnessError("create \(passing): \(errno)") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        chmod(passing, 0o600)
        WrittenFile.settle(passing)
        let place = Array(path.utf8) + [UInt8(ascii: "/")] + name
        let moved = (place.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { rename(passing, $0) } ?? -1
        }
        guard moved == 0 else { throw HarnessError("rename to \(name): \(String(cString: strerror(errno)))") }
    }

    /// Data arrives: whole, under its final name.
    func deliver(_ name: String, _ text: String) throws { try write(text, to: "in/\(name)") }

    /// The content of a file as text; nil when there is none.
    func text(_ name: String) -> String? {
        guard let bytes = try? DurableFile.read("\(path)/\(name)", maximumBytes: 1 << 28) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The lines of a file that may not be there yet.
    func lines(_ name: String) -> [Substring] { text(name)?.split(separator: "\n") ?? [] }

    func exists(_ name: String) -> Bool {
        var status = stat()
        return lstat("\(path)/\(name)", &status) == 0
    }

    /// Where a symbolic link leads, without its directory.
    func link(_ name: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("\(path)/\(name)", $0, bytes.count) } ?? -1
        }
        guard length >= 0 else { return nil }
        return String(decoding: buffer.prefix(length), as: UTF8.self).split(separator: "/").last.map(String.init)
    }
}
