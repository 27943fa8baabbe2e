import MLOpsCore
import MLOpsData
import MLOpsLinux

/// The files of a directory of predictions that hold rows.
struct LogFiles {
    /// What belongs to a log where its format is told by names, or by the definition.
    static let filter = NameFilter(include: ["*"], ignore: DatasetDefinition.defaultIgnore, isRecursive: false)

    let format: DatasetDefinition.Format?

    /// Oldest first.
    func list(in root: SafeDirectory) throws(LinuxError) -> [ScannedFile] {
        var found: [ScannedFile] = []
        let format = format
        try root.scan(recursive: false, failed: { _ in }) { entry in
            let name = entry.path.bytes
            let isLog = Self.filter.admits(name) && (format != nil || DataFormat(fileName: name) != nil)
            if isLog, entry.status.kind == .regular, entry.status.fingerprint.size > 0 { found.append(entry) }
            return .proceed
        }
        return found.sorted { ($0.status.fingerprint.mtimeNs, $0.path) < ($1.status.fingerprint.mtimeNs, $1.path) }
    }

    /// What follows the first dot of the name: it tells the format.
    static func ending(of path: [UInt8]) -> String {
        String(decoding: path.drop { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// How the rows of a plain file are written; nil: no name promises it.
    func textFormat(of path: [UInt8]) -> DataFormat? {
        format.flatMap { DataFormat(rawValue: $0.rawValue) } ?? DataFormat(fileName: path)
    }

    /// Whether rows of the file stand in it as they are.
    func isPlain(_ path: [UInt8]) -> Bool {
        format != .parquet && ![".gz", ".zst", ".parquet"].contains { Self.ending(of: path).hasSuffix($0) }
    }
}
