import CMLOpsLinux
import Glibc

/// The path of a Unix socket in a form that its address can hold, which is bounded at 107 bytes.
///
/// A longer one is reached through a descriptor of its directory, held as long as this value.
struct UnixSocketPath {
    private static let longest = 107

    let text: String
    private let directory: Descriptor?

    init(_ path: String) throws(LinuxError) {
        guard path.utf8.count > Self.longest, let slash = path.lastIndex(of: "/") else {
            (text, directory) = (path, nil)
            return
        }
        let folder = try Descriptor.open(String(path[..<slash]), MLOPS_O_PATH | O_DIRECTORY, action: "open directory")
        directory = folder
        text = "/proc/self/fd/\(folder.number)" + path[slash...]
    }
}
