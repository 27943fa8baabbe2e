import CMLOpsLinux
import Glibc

/// Bytes that another process is to read as a file, without a name and gone with the last who has it open.
package enum MemoryFile {
    /// Returns the file, at its beginning.
    package static func holding(_ bytes: [UInt8]) throws(LinuxError) -> Descriptor {
        let number = mlops_memory_file("mlopsd")
        guard number >= 0 else { throw .last("create", "a file in memory") }
        let file = Descriptor(owning: number)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last("write", "a file in memory") }
            rest = rest.dropFirst(count)
        }
        guard lseek(number, 0, SEEK_SET) == 0 else { throw .last("rewind", "a file in memory") }
        return file
    }
}
