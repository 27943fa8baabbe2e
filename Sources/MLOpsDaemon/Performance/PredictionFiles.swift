import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsStore

/// A file of predictions or labels that may have something new.
struct PredictionFile {
    let path: [UInt8]
    let fingerprint: FileFingerprint
    /// What is known of it already.
    var source: SourceFile
    let isNew: Bool
}

/// Lists the files of a directory that have to be read, or read on.
struct PredictionFiles {
    let role: SourceFile.Role
    let directory: String
    let format: String?

    /// Oldest first, so that of two that say something of one prediction the newer counts.
    ///
    /// A file is followed under whatever name it has now; others need a name that tells their format.
    ///
    /// - Returns: The files, and of those that are known the ones that are gone. Where nothing is at all the directory may
    ///   just not be mounted.
    func list(_ known: [SourceFile]) throws(LinuxError) -> (files: [PredictionFile], gone: [SourceFile]) {
        let root = try SafeDirectory(directory)
        let sources = Dictionary(
            known.filter { $0.role == role }.map { (FileNumber(device: $0.device, inode: $0.inode), $0) }
        ) { first, _ in first }
        var files: [PredictionFile] = []
        var seen: Set<FileNumber> = []
        try root.scan(recursive: false, failed: { _ in }) { entry in
            if let file = self.file(entry, sources) { files.append(file) }
            seen.insert(FileNumber(entry.status.fingerprint))
            return .proceed
        }
        files.sort { ($0.fingerprint.mtimeNs, $0.path.description) < ($1.fingerprint.mtimeNs, $1.path.description) }
        let gone = seen.isEmpty ? [] : sources.filter { !seen.contains($0.key) }.map(\.value)
        return (files, gone)
    }

    private func file(_ entry: ScannedFile, _ sources: [FileNumber: SourceFile]) -> PredictionFile? {
        guard entry.status.kind == .regular, entry.status.fingerprint.size > 0 else { return nil }
        let fingerprint = entry.status.fingerprint
        let number = FileNumber(fingerprint)
        let path = entry.path.bytes
        if var source = sources[number] {
            guard !source.isAs(fingerprint) else { return nil }
            source.path = path
            return PredictionFile(path: path, fingerprint: fingerprint, source: source, isNew: false)
        }
        guard LogFiles.filter.admits(path), let format = format ?? DataFormat(fileName: path)?.rawValue else {
            return nil
        }
        let source = SourceFile(
            role: role, device: number.device, inode: number.inode, path: path, format: format)
        return PredictionFile(path: path, fingerprint: fingerprint, source: source, isNew: true)
    }
}

private struct FileNumber: Hashable {
    let device: Int64
    let inode: Int64

    init(device: Int64, inode: Int64) {
        self.device = device
        self.inode = inode
    }

    init(_ fingerprint: FileFingerprint) {
        self.init(device: Int64(bitPattern: fingerprint.device), inode: Int64(bitPattern: fingerprint.inode))
    }
}

extension SourceFile {
    fileprivate func isAs(_ fingerprint: FileFingerprint) -> Bool {
        size == fingerprint.size && modified == fingerprint.mtimeNs && changed == fingerprint.ctimeNs
    }

    /// All that the file held when it looked so is taken in.
    mutating func note(_ fingerprint: FileFingerprint) {
        (size, modified, changed) = (fingerprint.size, fingerprint.mtimeNs, fingerprint.ctimeNs)
    }
}
