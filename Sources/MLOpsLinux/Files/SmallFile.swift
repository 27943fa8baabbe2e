import CMLOpsLinux
import Glibc

/// A file that is read whole because its size is bounded: records, settings of the kernel.
package enum SmallFile {
    /// Returns the content, nil when the file cannot be read or holds more than the limit.
    static func read(_ path: String, maximumBytes: Int = 64 * 1024) -> [UInt8]? {
        do throws(LinuxError) {
            let file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            return try read(file, name: path, maximumBytes: maximumBytes)
        } catch {
            return nil
        }
    }

    /// Returns the content from the descriptor's position to the end.
    static func read(_ file: Descriptor, name: String, maximumBytes: Int) throws(LinuxError) -> [UInt8] {
        var content: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(maximumBytes, 64 * 1024) + 1, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = try file.read(into: piece, name: name)
            if count == 0 { return content }
            content.append(contentsOf: piece[..<count])
            guard content.count <= maximumBytes else {
                throw LinuxError("read", name, .exceeds(limit: Int64(maximumBytes), unit: "bytes"))
            }
        }
    }

    /// Returns the content as trimmed text.
    package static func text(_ path: String) -> String? {
        guard let bytes = read(path) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return String(text.prefix { !$0.isNewline })
    }
}
