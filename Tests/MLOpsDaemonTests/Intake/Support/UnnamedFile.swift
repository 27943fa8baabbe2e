import Glibc
import Testing

/// A file made with O_TMPFILE.
struct UnnamedFile {
    /// O_TMPFILE with O_DIRECTORY, which Glibc does not show to Swift.
    private static let unnamed: Int32 = 0o20_200_000

    private let descriptor: Int32

    init(in directory: String) throws {
        descriptor = open(directory, Self.unnamed | O_WRONLY, 0o644)
        try #require(descriptor >= 0, "O_TMPFILE: \(errno)")
    }

    func write(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    func link(as path: String) throws {
        let linked = linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
        try #require(linked == 0, "linkat: \(errno)")
    }

    func close() { _ = Glibc.close(descriptor) }
}
