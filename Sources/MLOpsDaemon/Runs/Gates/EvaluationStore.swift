import Glibc
import MLOpsCore
import MLOpsLinux

/// What the steps of each version's run measured, kept as long as the version: later candidates are compared with it.
///
/// `evaluations/<pipeline>/<number>/` holds `metrics.json` and, where a step left results row by row, `rows` with the
/// ending that it had.
struct EvaluationStore: Hashable, Sendable {
    /// Larger results are not kept, and not read.
    static let maximumRowsBytes = 64 << 20

    /// Stands where rows would when the steps named a file and left none.
    static let absenceName = "no-rows"

    private let root: String

    /// - Parameter state: the daemon's state directory, absolute.
    init(state: String) {
        root = state + "/evaluations"
    }

    func directory(of version: ModelVersionID) -> String { "\(root)/\(version.pipeline)/\(version.number)" }

    /// Keeps what the run left; doing it again is harmless.
    ///
    /// A file of rows that can not be kept is left out: who compares says what is missing.
    func keep(_ version: ModelVersionID, from run: RunDirectory) throws(RunError) {
        do throws(LinuxError) {
            for path in [root, "\(root)/\(version.pipeline)", directory(of: version)] { try RunDirectory.make(path) }
            guard let metrics = content(of: run.metricsName, in: run.path, atMost: MetricsDocument.maximumBytes) else {
                return
            }
            if let named = rowsName(of: document(metrics, run.metrics), in: run) {
                let rows = rows(named, in: run)
                let name = rows == nil ? Self.absenceName : "rows" + Self.ending(of: named)
                if rows != nil || isAbsent(named, in: run) {
                    try DurableFile.write(rows ?? [], to: "\(directory(of: version))/\(name)", permissions: 0o600)
                }
            }
            try DurableFile.write(metrics, to: directory(of: version) + "/metrics.json", permissions: 0o600)
        } catch {
            throw RunError(error)
        }
    }

    /// Relative to where the steps work; nil: they named none.
    private func rowsName(of document: MetricsDocument?, in run: RunDirectory) -> String? {
        document?.rowsFile.map { $0.hasPrefix(run.work + "/") ? String($0.dropFirst(run.work.utf8.count + 1)) : $0 }
    }

    private func rows(_ name: String, in run: RunDirectory) -> [UInt8]? {
        content(of: name, in: run.work, atMost: Self.maximumRowsBytes)
    }

    private func isAbsent(_ name: String, in run: RunDirectory) -> Bool {
        do throws(LinuxError) {
            guard let path = RelativePath(name) else { return false }
            return try SafeDirectory(run.work).look(at: path) == .absent
        } catch {
            return false
        }
    }

    /// nil: the document is not well formed; the collector has said so to the run.
    private func document(_ bytes: [UInt8], _ name: String) -> MetricsDocument? {
        do throws(RunError) { return try MetricsDocument(bytes, name: name) } catch { return nil }
    }

    /// nil: it is no plain file of that size.
    private func content(of name: String, in directory: String, atMost limit: Int) -> [UInt8]? {
        do throws(LinuxError) { return try read(name, in: directory, atMost: limit) } catch { return nil }
    }

    /// `.csv`, `.jsonl`, `.parquet`, also packed; what has none is taken for CSV.
    private static func ending(of name: String) -> String {
        let last = name.split(separator: "/").last ?? ""
        let known = [".csv", ".jsonl", ".ndjson", ".parquet"].flatMap { [$0, $0 + ".gz", $0 + ".zst"] }
        return known.first { last.lowercased().hasSuffix($0) } ?? ".csv"
    }

    private func read(_ name: String, in directory: String, atMost limit: Int) throws(LinuxError) -> [UInt8] {
        guard let path = RelativePath(name) else {
            throw LinuxError("read", name, .malformed("it must lie below \(directory)"))
        }
        let file = try SafeDirectory(directory).openFile(path)
        let status = try file.status()
        guard status.linkCount == 1 else {
            throw LinuxError("read", name, .malformed("it is linked under another name too"))
        }
        guard status.fingerprint.size <= limit else {
            throw LinuxError("read", name, .exceeds(limit: Int64(limit), unit: "bytes"))
        }
        var content: [UInt8] = []
        try file.readPieces { piece throws(LinuxError) in
            guard content.count + piece.count <= limit else { throw LinuxError("read", name, .changedWhileReading) }
            content.append(contentsOf: piece)
        }
        return content
    }

    /// Returns what is kept of a version; nil when nothing is.
    func evaluation(of version: ModelVersionID) -> Evaluation? {
        let directory = directory(of: version)
        do throws(LinuxError) {
            let bytes = try DurableFile.read(
                directory + "/metrics.json", maximumBytes: MetricsDocument.maximumBytes)
            return document(bytes, directory + "/metrics.json").map { Evaluation(document: $0, directory: directory) }
        } catch {
            return nil
        }
    }
}
