import CMLOpsLinux
import Glibc

/// The end of a file that somebody else writes.
package enum FileTail {
    /// Returns the last line that says something, of the last few kilobytes; nil where there is none.
    package static func lastLine(of path: String) -> String? {
        let most = 4096
        let opened = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)  // nothing to tell
        guard let file = opened, let size = try? file.status(of: path).st_size else { return nil }  // nothing to tell
        var bytes = [UInt8](repeating: 0, count: most)
        let count = pread(file.number, &bytes, most, max(0, size - most))
        let line = bytes[..<max(0, count)].split(separator: UInt8(ascii: "\n")).last { $0.contains { $0 > 0x20 } }
        return line.map { String(decoding: $0.prefix(300), as: UTF8.self) }
    }
}
