import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Writes the files by which a step learns of its inputs, each file of a dataset as it comes; memory does not grow with
/// their number.
struct ManifestWriter {
    /// Names in the manifest's list of excluded files; the rest is only counted.
    static let maximumNamedExclusions = 1000

    private struct Lists {
        let dataset: DatasetName
        /// The absolute path of its directory, with a slash at the end.
        let root: [UInt8]
        let all: BufferedFile
        let new: BufferedFile
    }

    private let directory: RunDirectory
    private let manifest: BufferedFile
    private let inputs: BufferedFile
    private var lists: Lists?
    private var summary = ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "")
    private var digest = ManifestDigest()
    private var exclusions: [String] = []
    private var excludedFiles: Int64 = 0

    init(_ run: Run, in directory: RunDirectory, boot: String) throws(LinuxError) {
        self.directory = directory
        _ = unlink(directory.recordedMark)
        manifest = try BufferedFile(directory.manifest)
        inputs = try BufferedFile(directory.inputs)
        try manifest.write(
            """
            {"version":1,"pipeline":\(JSONText.quote(run.pipeline.text)),"run":"\(run.id)",
            "files":[
            """)
        try inputs.write(InputIndex.header(boot: boot))
    }

    /// Opens the lists of a dataset; what is added next belongs to it.
    ///
    /// - Parameter root: the absolute path of its directory.
    mutating func begin(_ dataset: DatasetName, root: String) throws(LinuxError) {
        try endLists()
        directory.placeSpareLists(for: dataset)
        lists = Lists(
            dataset: dataset, root: Array((root == "/" ? root : root + "/").utf8),
            all: try BufferedFile(directory.list(of: dataset)), new: try BufferedFile(directory.newList(of: dataset)))
    }

    mutating func add(_ file: FrozenFile) throws(LinuxError) {
        guard let lists else { preconditionFailure("a file is added before its dataset is begun") }
        let path = lists.root + file.path
        let line = path + [UInt8(ascii: "\n")]
        try lists.all.write(line)
        if file.isNew { try lists.new.write(line) }
        try inputs.write(InputIndex.line(lists.dataset, file))
        try manifest.write(summary.files == 0 ? "\n" : ",\n")
        try manifest.write(Self.member(file, lists.dataset, path))
        digest.add(dataset: lists.dataset.text, path: file.path, size: file.fingerprint.size, digest: file.digest)
        summary.files += 1
        summary.newFiles += file.isNew ? 1 : 0
        summary.bytes += file.fingerprint.size
    }

    /// Notes a file that became ready and that the run does not get.
    mutating func exclude(_ path: [UInt8], because reason: String) {
        excludedFiles += 1
        guard exclusions.count < Self.maximumNamedExclusions, let lists else { return }
        let member = String(decoding: JSONText.path(lists.root + path), as: UTF8.self)
        exclusions.append(
            "{\"dataset\":\(JSONText.quote(lists.dataset.text)),\(member),\"reason\":\(JSONText.quote(reason))}")
    }

    mutating func finish() throws(LinuxError) -> ManifestSummary {
        try endLists()
        summary.digest = digest.hexadecimal
        try manifest.write(
            """

            ],
            "excluded":[\(exclusions.joined(separator: ",\n"))],
            "excluded_files":\(excludedFiles),"file_count":\(summary.files),"new_files":\(summary.newFiles),\
            "bytes":\(summary.bytes),"sha256":"\(summary.digest)"}

            """)
        try manifest.flush()
        try inputs.flush()
        return summary
    }

    private mutating func endLists() throws(LinuxError) {
        try lists?.all.flush()
        try lists?.new.flush()
        lists = nil
    }

    private static func member(_ file: FrozenFile, _ dataset: DatasetName, _ path: [UInt8]) -> [UInt8] {
        var member: [UInt8] = []
        member.reserveCapacity(256 + path.count)
        member += "{\"dataset\":".utf8
        member += JSONText.quote(dataset.text).utf8
        member.append(UInt8(ascii: ","))
        member += JSONText.path(path)
        member += ",\"size\":".utf8
        member.append(decimal: file.fingerprint.size)
        member += ",\"sha256\":\"".utf8
        member += file.digest.utf8
        member += "\",\"rows\":".utf8
        if let rows = file.rows { member.append(decimal: rows) } else { member += "null".utf8 }
        member += file.isNew ? ",\"new\":true".utf8 : ",\"new\":false".utf8
        member += ",\"event_time\":null}".utf8
        return member
    }
}
