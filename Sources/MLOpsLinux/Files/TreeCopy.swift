import CMLOpsLinux
import Crypto
import Glibc

/// Copies a tree into a new directory, hashing what it writes, and makes the copy read-only and durable.
struct TreeCopy {
    private let destination: SafeDirectory

    init(to parent: SafeDirectory, name: String) throws(LinuxError) {
        guard mkdirat(parent.descriptor.number, name, 0o700) == 0 else { throw .last("create directory", name) }
        guard let path = RelativePath(name) else { throw LinuxError("create directory", name, .malformed("bad name")) }
        destination = try parent.directory(path)
    }

    func run(from source: SafeDirectory, limits: TreeLimits) throws(LinuxError) -> TreeManifest {
        var entries: [TreeManifest.Entry] = []
        var directories: [RelativePath] = []
        try source.forEachFile(limits: limits) { path, status throws(LinuxError) in
            entries.append(try copy(path, status, from: source))
        } directory: { path throws(LinuxError) in
            try makeDirectory(path)
            directories.append(path)
        }
        // Deepest first: a directory must be writable until what it holds is finished.
        for path in directories.reversed() + [.root] { try seal(path) }
        return TreeManifest(entries)
    }

    private func makeDirectory(_ path: RelativePath) throws(LinuxError) {
        guard path.withCString({ mkdirat(destination.descriptor.number, $0, 0o700) }) == 0 else {
            throw LinuxError("create directory", path.bytes, .system(errno))
        }
    }

    private func copy(
        _ path: RelativePath, _ status: FileStatus, from source: SafeDirectory
    ) throws(LinuxError) -> TreeManifest.Entry {
        let input = try source.openFile(path)
        let output = try destination.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, action: "create")
        var hash = SHA256()
        var size: Int64 = 0
        try input.readPieces { piece throws(LinuxError) in
            hash.update(bufferPointer: piece)
            size += Int64(piece.count)
            try output.write(piece, name: path.description)
        }
        guard try input.status().fingerprint == status.fingerprint, size == status.fingerprint.size else {
            throw LinuxError("copy", path.bytes, .changedWhileReading)
        }
        guard fchmod(output.number, status.mode & 0o100 != 0 ? 0o555 : 0o444) == 0 else {
            throw LinuxError("set permissions of", path.bytes, .system(errno))
        }
        try output.synchronize(name: path.description)
        return TreeManifest.Entry(path: path, size: size, sha256: hash.finalize().hexadecimal)
    }

    private func seal(_ path: RelativePath) throws(LinuxError) {
        let folder = try destination.open(path, O_RDONLY | O_DIRECTORY, action: "seal")
        guard fchmod(folder.number, 0o555) == 0 else { throw LinuxError("seal", path.bytes, .system(errno)) }
        try folder.synchronize(name: path.description)
    }
}
