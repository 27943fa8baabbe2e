import Glibc
import MLOpsCore
import MLOpsData
import MLOpsLinux

/// Whole rows of a file of a log.
struct LogPart {
    let file: FileFingerprint
    /// With the first line of the file where that names the columns; empty: there is nothing to score in it.
    let content: [UInt8]
    /// Where the next part begins.
    let end: Int64
    /// Of the file's name, which tells the format.
    let ending: String
}

/// Cuts a log that goes on being written into parts.
struct LogParts {
    private let log: String
    private let files: LogFiles

    /// How long nobody must have written before a row that no line end follows is whole, in microseconds.
    ///
    /// The longer one where the kernel does not tell who has the file open.
    private static let rest: (known: Int64, unknown: Int64) = (10_000_000, 60_000_000)
    /// Of a packed file, which is handed over whole.
    private static let largestPacked: Int64 = 64 << 20

    init(of predictions: PredictionsDefinition) {
        (log, files) = (predictions.log, LogFiles(format: predictions.format))
    }

    /// Returns the next part of the oldest file that has one.
    ///
    /// A part ends where a row does. The last row of a file that nobody writes to any more needs no line end.
    ///
    /// - Parameters:
    ///   - now: microseconds since 1970.
    ///   - since: Files that nobody wrote to since then hold nothing new; microseconds since 1970.
    ///   - limit: Of plain text; a file that is packed, or Parquet, is one part.
    /// - Throws: for a packed file that is too large to be one part, or a row that is.
    func next(
        after progress: ScoringProgress, since: Int64, now: Int64, atMost limit: Int64
    ) throws(LinuxError) -> LogPart? {
        let root: SafeDirectory
        do throws(LinuxError) { root = try SafeDirectory(SafeDirectory.realPath(of: log)) } catch {
            // It need not exist yet.
            if error.code == 2 { return nil }
            throw error
        }
        for source in try files.list(in: root) {
            let fingerprint = source.status.fingerprint
            let scored = progress.offset(of: fingerprint)
            // One that became shorter was emptied and begins again.
            let offset = scored > fingerprint.size ? 0 : scored
            guard offset < fingerprint.size, fingerprint.mtimeNs / 1000 >= since else { continue }
            if let part = try part(of: source, in: root, from: offset, now, atMost: limit) { return part }
        }
        return nil
    }

    /// nil: no whole row is new.
    private func part(
        of source: ScannedFile, in root: SafeDirectory, from offset: Int64, _ now: Int64, atMost limit: Int64
    ) throws(LinuxError) -> LogPart? {
        let file = try root.openFile(source.path)
        let fingerprint = try file.status().fingerprint
        let name = source.path.bytes
        let ending = LogFiles.ending(of: name)
        guard files.isPlain(name), let format = files.textFormat(of: name) else {
            guard fingerprint.size <= Self.largestPacked else {
                throw LinuxError("read", name, .exceeds(limit: Self.largestPacked, unit: "bytes"))
            }
            let content = try file.bytes(from: 0, count: Int(fingerprint.size), name: name)
            return LogPart(file: fingerprint, content: content, end: fingerprint.size, ending: ending)
        }
        let head = try file.bytes(from: 0, count: WholeRecords.headBytes, name: name)
        let found = try file.bytes(from: offset, count: Int(min(limit, fingerprint.size - offset)), name: name)
        let isLast = offset + Int64(found.count) >= fingerprint.size
        var records = WholeRecords(format, head: head, name: name, at: offset)
        var end = records.take(found)
        if isLast, !records.isUnterminated, end != fingerprint.size, isAtRest(file, fingerprint, now) {
            end = fingerprint.size
        }
        guard let end else {
            guard found.count < limit else {
                throw LinuxError(
                    "read a row of", name, .malformed("it is longer than \(limit) bytes; does a quote not close?"))
            }
            return nil
        }
        let header = format == .csv && offset > 0 ? WholeRecords.headerEnd(head, name: name) ?? 0 : 0
        return LogPart(
            file: fingerprint, content: Array(head[..<header]) + found[..<Int(end - offset)], end: end, ending: ending)
    }

    private func isAtRest(_ file: OpenFile, _ fingerprint: FileFingerprint, _ now: Int64) -> Bool {
        let age = now - max(fingerprint.mtimeNs, fingerprint.ctimeNs) / 1000
        return switch file.tryReadLease() {
        case .none: age > Self.rest.known
        case .some: false
        case .unknown: age > Self.rest.unknown
        }
    }
}
