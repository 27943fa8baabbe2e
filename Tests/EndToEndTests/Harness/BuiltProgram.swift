import Glibc

/// A program of this package, as it was built with these tests.
enum BuiltProgram: String {
    case mlopsd, mlopsctl
    case shim = "mlopsd-shim"

    /// The programs lie beside the tests that were built with them.
    var path: String { Self.directory + "/" + rawValue }

    private static let directory: String = {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
        }
        let executable = String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
        return String(executable.prefix(upTo: executable.lastIndex(of: "/") ?? executable.startIndex))
    }()
}
