import Glibc
import MLOpsCore
import MLOpsLinux

/// The files of one dataset as they are now, reached without following symbolic links.
struct InputFiles: Sendable {
    /// What a file is now, compared with what is known of it.
    enum Finding: Sendable {
        /// The content is the known one, or was not known and is now.
        case same(FileRecord.Fingerprint, digest: String)
        case changed
        case gone
        case unreadable(String)
    }

    /// The directory's path without symbolic links.
    let root: String
    private let directory: SafeDirectory

    init(_ dataset: DatasetDefinition) throws(LinuxError) {
        root = try SafeDirectory.realPath(of: dataset.path)
        directory = try SafeDirectory(root)
    }

    /// Compares by fingerprint, and by content where the fingerprint differs or no digest is known.
    func compare(_ path: [UInt8], _ known: FileRecord.Fingerprint, digest: String?) -> Finding {
        guard let path = RelativePath(path) else { return .unreadable("its path leads out of the dataset") }
        do throws(LinuxError) {
            guard let digest else { return try hash(path, known) }
            let status = try directory.status(of: path)
            guard status.kind == .regular else { return .unreadable("it is \(status.kind), not a regular file") }
            if FileRecord.Fingerprint(status.fingerprint) == known { return .same(known, digest: digest) }
            let (hash, fingerprint) = try directory.openFile(path).sha256(expecting: status.fingerprint)
            guard digest == hash.hexadecimal else { return .changed }
            return .same(FileRecord.Fingerprint(fingerprint), digest: digest)
        } catch {
            return Self.finding(for: error)
        }
    }

    /// Whether the file is a regular one with that fingerprint.
    func holds(_ path: [UInt8], _ known: FileRecord.Fingerprint) -> Bool {
        guard let path = RelativePath(path) else { return false }
        guard let status = try? directory.status(of: path) else { return false }  // Told by who looks next, in full.
        return status.kind == .regular && FileRecord.Fingerprint(status.fingerprint) == known
    }

    /// Without a digest nobody can tell whether another fingerprint means another content.
    private func hash(_ path: RelativePath, _ known: FileRecord.Fingerprint) throws(LinuxError) -> Finding {
        let file = try directory.openFile(path)
        guard FileRecord.Fingerprint(try file.status().fingerprint) == known else { return .changed }
        let (hash, fingerprint) = try file.sha256()
        guard FileRecord.Fingerprint(fingerprint) == known else { return .changed }
        return .same(known, digest: hash.hexadecimal)
    }

    private static func finding(for error: LinuxError) -> Finding {
        switch error.cause {
        case .changedWhileReading: .changed
        case .system(let code) where code == ENOENT || code == ENOTDIR: .gone
        default: .unreadable("\(error.cause)")
        }
    }
}

extension FileRecord.Fingerprint {
    init(_ fingerprint: FileFingerprint) {
        self.init(
            device: fingerprint.device, inode: fingerprint.inode, size: fingerprint.size,
            modifiedNanoseconds: fingerprint.mtimeNs, changedNanoseconds: fingerprint.ctimeNs)
    }
}
