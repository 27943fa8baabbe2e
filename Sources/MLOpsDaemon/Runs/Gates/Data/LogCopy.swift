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

    /// - Parameters:
    ///   - directory: is made, and holds nothing else.
    ///   - places: of earlier copies of the log.
    init(
        of predictions: PredictionsDefinition, in directory: String, atMost limit: Int64 = Self.mostBytes,
        from places: LogPlaces = LogPlaces()
    ) throws(LinuxError) {
        dataset = DatasetDefinition(name: "requests", path: directory, format: predictions.format)
        try TreeRemoval.remove(directory)
        try RunDirectory.make(directory)
        let root = try SafeDirectory(SafeDirectory.realPath(of: predictions.log))
        let log = LogFiles(format: predictions.format)
        var left = limit
        for source in try log.list(in: root).reversed()
        where left > 0 && files.count < Self.most {
            let isPlain = log.isPlain(source.path.bytes)
            if !isPlain, source.status.fingerprint.size > limit { leavesOutLarge = true }
            let content = try Self.content(
                of: source, isPlain ? log.textFormat(of: source.path.bytes) : nil, in: root, atMost: left,
                from: places)
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

    /// A text is cut to whole rows; of a large one the header and the end are taken.
    ///
    /// - Parameter format: of a text; nil: the file is taken as it is.
    private static func content(
        of source: ScannedFile, _ format: DataFormat?, in root: SafeDirectory, atMost limit: Int64,
        from places: LogPlaces
    ) throws(LinuxError) -> [UInt8] {
        let file = try root.openFile(source.path)
        let (fingerprint, name) = (try file.status().fingerprint, source.path.bytes)
        let size = fingerprint.size
        guard let format else { return size <= limit ? try file.bytes(from: 0, count: Int(size), name: name) : [] }
        let head = try file.bytes(from: 0, count: WholeRecords.headBytes, name: name)
        // Where a row begins is known from the beginning alone, since quotes may hold line ends.
        let earliest = max(0, size - limit)
        let read = { (place: Int64, count: Int) throws(LinuxError) -> [UInt8] in
            try file.bytes(from: place, count: count, name: name)
        }
        let known = earliest == 0 ? 0 : try places.place(in: fingerprint, notBefore: earliest, read) ?? 0
        var records = WholeRecords(format, head: head, name: name, at: known)
        var begin: Int64? = known >= earliest ? known : nil
        var (end, place) = (known, known)
        while place < size {
            let next = place < earliest ? earliest : size
            let piece = try file.bytes(from: place, count: Int(min(pieceBytes, next - place)), name: name)
            guard !piece.isEmpty else { break }
            for part in begin == nil && place >= earliest ? lines(of: piece) : [piece] {
                guard let whole = records.take(part) else { continue }
                if begin == nil, whole >= earliest { begin = whole }
                end = whole
            }
            place += Int64(piece.count)
        }
        guard let begin, end > begin else { return [] }
        if begin > 0 {
            let start = max(0, begin - LogPlaces.comparedBytes)
            let before = try read(start, Int(begin - start))
            places.remember(.init(earliest: earliest, begin: begin, before: before), in: fingerprint)
        }
        let header = format == .csv && begin > 0 ? WholeRecords.headerEnd(head, name: name) : 0
        guard let header else { return [] }
        return Array(head[..<header]) + (try file.bytes(from: begin, count: Int(end - begin), name: name))
    }

    /// Bytes looked through at once.
    private static let pieceBytes: Int64 = 1 << 16

    /// The bytes up to each line end, and the rest.
    private static func lines(of piece: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = piece[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Array(rest[...end]))
            rest = rest[(end + 1)...]
        }
        return rest.isEmpty ? lines : lines + [Array(rest)]
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
