import Crypto
import CMLOpsLinux
import Glibc

extension SafeDirectory {
    /// Reads every file of the tree and returns its manifest.
    ///
    /// - Throws: `.notRegularFile` for a symbolic link, device, FIFO or socket anywhere in it; `.exceeds` over a limit.
    package func manifest(limits: TreeLimits) throws(LinuxError) -> TreeManifest {
        var entries: [TreeManifest.Entry] = []
        try forEachFile(limits: limits) { file, status throws(LinuxError) in
            let (digest, fingerprint) = try openFile(file).sha256(expecting: status.fingerprint)
            entries.append(TreeManifest.Entry(path: file, size: fingerprint.size, sha256: digest.hexadecimal))
        } directory: { _ in
        }
        return TreeManifest(entries)
    }

    /// Visits the files and directories of a tree that may hold nothing else.
    func forEachFile(
        limits: TreeLimits,
        _ body: (RelativePath, FileStatus) throws(LinuxError) -> Void,
        directory: (RelativePath) throws(LinuxError) -> Void
    ) throws(LinuxError) {
        var problem: LinuxError?
        var files = 0
        var bytes: Int64 = 0
        try scan(recursive: true, maximumDepth: limits.maximumDepth, failed: { problem = problem ?? $0 }) { entry in
            do throws(LinuxError) {
                if let problem { throw problem }
                guard entry.status.kind != .directory else {
                    try directory(entry.path)
                    return .proceed
                }
                guard entry.status.kind == .regular else {
                    throw LinuxError("take", entry.path.bytes, .notRegularFile(entry.status.kind))
                }
                files += 1
                bytes += entry.status.fingerprint.size
                try limits.check(files: files, bytes: bytes, name: path)
                try body(entry.path, entry.status)
                return .proceed
            } catch {
                problem = error
                return .stop
            }
        }
        if let problem { throw problem }
    }
}

extension TreeLimits {
    fileprivate func check(files: Int, bytes: Int64, name: String) throws(LinuxError) {
        guard files <= maximumFiles else {
            throw LinuxError("take", name, .exceeds(limit: Int64(maximumFiles), unit: "files"))
        }
        guard bytes <= maximumBytes else {
            throw LinuxError("take", name, .exceeds(limit: maximumBytes, unit: "bytes"))
        }
    }
}
