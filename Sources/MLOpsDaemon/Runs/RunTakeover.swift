import Glibc
import MLOpsCore
import MLOpsLinux

/// Gives a run that begins again in the middle what the steps before it left in the run that it retries.
struct RunTakeover {
    /// The earlier run.
    let run: RunID
    let earlier: RunDirectory
    let later: RunDirectory

    /// Copies, so that the earlier run stays as it ended; doing it again begins afresh.
    ///
    /// - Throws: `system` when the earlier run's files are gone or can not be copied.
    func perform() throws(RunError) {
        do throws(LinuxError) {
            try later.prepare()
            try copyTree(earlier.work, to: later.work)
            try copyTree(earlier.model, to: later.model)
            try copyMetrics()
        } catch {
            throw RunError(
                .system, "cannot take over what run \(run) left: \(error); retry it from its first step")
        }
    }

    private func copyTree(_ source: String, to destination: String) throws(LinuxError) {
        let tree = try SafeDirectory(source)
        try TreeRemoval.remove(destination)
        try RunDirectory.make(destination)
        var failure: LinuxError?
        try tree.scan(recursive: true, failed: { failure = failure ?? $0 }) { entry in
            do throws(LinuxError) {
                if let failure { throw failure }
                try copy(entry, from: tree, to: destination)
                return .proceed
            } catch {
                failure = error
                return .stop
            }
        }
        if let failure { throw failure }
    }

    private func copy(_ entry: ScannedFile, from tree: SafeDirectory, to root: String) throws(LinuxError) {
        let path = Array(root.utf8) + [UInt8(ascii: "/")] + entry.path.bytes
        switch entry.status.kind {
        case .directory: try check(withPath(path) { mkdir($0, 0o700) }, "make directory", path)
        case .regular: try copyFile(tree.openFile(entry.path), to: path, mode: entry.status.mode & 0o700)
        case .symbolicLink: try copyLink(entry.path, from: tree, to: path)
        // A FIFO or socket is of no use to another process.
        default: break
        }
    }

    private func copyFile(_ file: OpenFile, to path: [UInt8], mode: UInt32) throws(LinuxError) {
        let output = withPath(path) { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode | 0o600) }
        try check(output, "create", path)
        defer { _ = close(output) }
        try file.readPieces { piece throws(LinuxError) in
            var done = 0
            while done < piece.count {
                let count = write(output, piece.baseAddress?.advanced(by: done), piece.count - done)
                guard count >= 0 || errno == EINTR else { throw LinuxError("write", path, .system(errno)) }
                done += max(0, count)
            }
        }
    }

    private func copyLink(_ link: RelativePath, from tree: SafeDirectory, to path: [UInt8]) throws(LinuxError) {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let source = Array(tree.path.utf8) + [UInt8(ascii: "/")] + link.bytes
        let length = withPath(source) { readlink($0, &target, Int(PATH_MAX)) }
        try check(Int32(clamping: length), "read link", source)
        try check(withPath(path) { symlink(target, $0) }, "make link", path)
    }

    private func copyMetrics() throws(LinuxError) {
        guard let name = RelativePath(earlier.metricsName) else { return }
        do {
            let file = try SafeDirectory(earlier.path).openFile(name)
            try copyFile(file, to: Array(later.metrics.utf8), mode: 0o600)
        } catch {
            guard error.code == ENOENT else { throw error }
        }
    }

    private func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("the array holds at least the terminator") }
            return body(base)
        }
    }

    private func check(_ result: Int32, _ action: String, _ path: [UInt8]) throws(LinuxError) {
        guard result < 0 else { return }
        throw LinuxError(action, path, .system(errno))
    }
}
