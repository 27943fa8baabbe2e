import Glibc
import MLOpsCore
import MLOpsLinux

/// Copies of code under its relative paths, as long as it is small: what a run ran is kept beside it.
enum CodeCopy {
    /// More than this is not code that people wrote.
    private static let maximumBytes = 16 << 20

    /// Copies all of it, or leaves nothing.
    static func keep(_ code: [RunEnvironment.File], from root: String, in directory: String) {
        do throws(LinuxError) {
            var left = maximumBytes
            try RunDirectory.make(directory)
            for file in code {
                try makeParents(of: file.path, in: directory)
                left -= try copy("\(root)/\(file.path)", to: "\(directory)/\(file.path)", atMost: left)
            }
        } catch {
            // Without copies a reproduction takes the code as it is then, and tells where that differs.
            try? TreeRemoval.remove(directory)
        }
    }

    /// Returns the size in bytes.
    @discardableResult
    static func copy(_ source: String, to destination: String, atMost limit: Int = maximumBytes) throws(LinuxError)
        -> Int
    {
        let bytes = try DurableFile.read(source, maximumBytes: limit)
        let file = try BufferedFile(destination)
        try file.write { $0 += bytes }
        try file.flush()
        let isProgram = access(source, X_OK) == 0 && FileStatus(at: source).map { $0.mode & 0o111 != 0 } ?? false
        _ = chmod(destination, isProgram ? 0o700 : 0o600)
        return bytes.count
    }

    private static func makeParents(of path: String, in directory: String) throws(LinuxError) {
        var parent = directory
        for part in path.split(separator: "/").dropLast() {
            parent += "/\(part)"
            try RunDirectory.make(parent)
        }
    }
}
