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

    private static let newline = UInt8(ascii: "\n")
    private static let longestLine: Int64 = 1 << 20
    /// Of a packed file, which is handed over whole.
    private static let largestPacked: Int64 = 64 << 20

    init(of predictions: PredictionsDefinition) {
        (log, files) = (predictions.log, LogFiles(format: predictions.format))
    }

    /// Returns the next part of the oldest file that has one.
    ///
    /// - Parameters:
    ///   - since: Files that nobody wrote to since then hold nothing new; microseconds since 1970.
    ///   - limit: Of plain text; a file that is packed, or Parquet, is one part.
    /// - Throws: for a packed file that is too large to be one part, or a row that is.
    func next(
        after progress: ScoringProgress, since: Int64, atMost limit: Int64
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
            if let part = try part(of: source, in: root, from: offset, atMost: limit) { return part }
        }
        return nil
    }

    /// nil: no whole row is new.
    private func part(
        of source: ScannedFile, in root: SafeDirectory, from offset: Int64, atMost limit: Int64
    ) throws(LinuxError) -> LogPart? {
        let file = try root.openFile(source.path)
        let fingerprint = try file.status().fingerprint
        let ending = LogFiles.ending(of: source.path.bytes)
        func read(_ start: Int64, _ count: Int64) throws(LinuxError) -> [UInt8] {
            try file.bytes(from: start, count: Int(count), name: source.path.bytes)
        }
        guard files.isPlain(source.path.bytes) else {
            guard fingerprint.size <= Self.largestPacked else {
                throw LinuxError("read", source.path.bytes, .exceeds(limit: Self.largestPacked, unit: "bytes"))
            }
            return LogPart(
                file: fingerprint, content: try read(0, fingerprint.size), end: fingerprint.size, ending: ending)
        }
        let found = try read(offset, min(limit, fingerprint.size - offset))
        guard let last = found.lastIndex(of: Self.newline) else {
            guard found.count < limit else {
                throw LinuxError("read a row of", source.path.bytes, .exceeds(limit: limit, unit: "bytes"))
            }
            return nil
        }
        let format = files.format
        let isTable = format == .csv || format == nil && DataFormat(fileName: source.path.bytes) == .csv
        var head: [UInt8] = []
        if isTable, offset > 0 {
            let first = try read(0, min(Self.longestLine, offset))
            head = first.firstIndex(of: Self.newline).map { Array(first[...$0]) } ?? []
        }
        return LogPart(
            file: fingerprint, content: head + found[...last], end: offset + Int64(last) + 1, ending: ending)
    }
}
