import Glibc
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule

/// The newest part of a log of predictions as it is at one moment, whole rows alone: the log itself goes on being written.
struct LogCopy {
    /// The copies, oldest first; none: the log holds nothing.
    private(set) var files: [FileRecord] = []
    let dataset: DatasetDefinition
    /// Whether a packed file was left out because it is larger than all that is copied.
    private(set) var leavesOutLarge = false

    /// Older files are left out when the newer hold so much.
    private static let mostBytes: Int64 = 64 << 20

    /// - Parameter directory: is made, and holds nothing else.
    init(of predictions: PredictionsDefinition, in directory: String) throws(LinuxError) {
        dataset = DatasetDefinition(name: "requests", path: directory, format: predictions.format)
        try TreeRemoval.remove(directory)
        try RunDirectory.make(directory)
        let root = try SafeDirectory(SafeDirectory.realPath(of: predictions.log))
        let log = LogFiles(format: predictions.format)
        var left = Self.mostBytes
        for source in try log.list(in: root).reversed()
        where left > 0 && files.count < Self.most {
            let isPlain = log.isPlain(source.path.bytes)
            if !isPlain, source.status.fingerprint.size > Self.mostBytes { leavesOutLarge = true }
            let content = try Self.content(of: source, isPlain, in: root, atMost: left)
            left -= Int64(content.count)
            guard !content.isEmpty else { continue }
            files.append(
                try Self.write(content, "\(files.count)\(LogFiles.ending(of: source.path.bytes))", in: directory))
        }
        files.reverse()
    }

    func remove() {
        // What is left lies among the run's temporary files, which go with it.
        do throws(LinuxError) { try TreeRemoval.remove(dataset.path) } catch {}
    }

    private static let most = 1000

    /// Plain text is cut to whole lines; of a large one the first line and the end are taken.
    private static func content(
        of source: ScannedFile, _ isPlain: Bool, in root: SafeDirectory, atMost limit: Int64
    ) throws(LinuxError) -> [UInt8] {
        let file = try root.openFile(source.path)
        let size = try file.status().fingerprint.size
        guard isPlain else {
            return size <= limit ? try file.bytes(from: 0, count: Int(size), name: source.path.bytes) : []
        }
        let newline = UInt8(ascii: "\n")
        guard size > limit else {
            let content = try file.bytes(from: 0, count: Int(size), name: source.path.bytes)
            return Array(content[..<(content.lastIndex(of: newline).map { $0 + 1 } ?? 0)])
        }
        let head = try file.bytes(from: 0, count: Int(min(limit, 1 << 16)), name: source.path.bytes)
        let tail = try file.bytes(from: size - limit, count: Int(limit), name: source.path.bytes)
        guard let first = head.firstIndex(of: newline), let begin = tail.firstIndex(of: newline),
            let end = tail.lastIndex(of: newline)
        else { return [] }
        return Array(head[...first] + tail[(begin + 1)..<(end + 1)])
    }

    private static func write(_ content: [UInt8], _ name: String, in directory: String) throws(LinuxError) -> FileRecord
    {
        try DurableFile.write(content, to: "\(directory)/\(name)", permissions: 0o600)
        let bytes = Array(name.utf8)
        guard let path = RelativePath(bytes) else { throw LinuxError("write", name, .malformed("it is no name")) }
        let status = try SafeDirectory(directory).status(of: path)
        return FileRecord(
            path: bytes, state: .ready, fingerprint: FileRecord.Fingerprint(status.fingerprint),
            observedAt: Instant(microseconds: status.fingerprint.mtimeNs / 1000))
    }
}
