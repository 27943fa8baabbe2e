import Glibc
import MLOpsLinux

extension OpenFile {
    /// Reads from a place on; fewer bytes than asked for where the file ends before.
    ///
    /// - Parameter name: for messages alone.
    func bytes(from offset: Int64, count: Int, name: [UInt8]) throws(LinuxError) -> [UInt8] {
        var failure: Int32 = 0
        let content = [UInt8](unsafeUninitializedCapacity: max(0, count)) { bytes, filled in
            while filled < bytes.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[filled...])
                let read = pread(descriptor.number, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                guard read > 0 else { break }
                filled += read
            }
        }
        guard failure == 0 else { throw LinuxError("read", name, .system(failure)) }
        return content
    }
}
