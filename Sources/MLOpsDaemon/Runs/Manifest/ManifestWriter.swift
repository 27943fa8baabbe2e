import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Writes the files by which a step learns of its inputs, each file of a dataset as it comes; memory does not grow with
/// their number.
struct ManifestWriter {
    /// Names in the manifest's list of excluded files; the rest is only counted.
    static let maximumNamedExclusions = 1000

    private let directory: RunDirectory
    private let manifest: BufferedFile
    private let inputs: BufferedFile
    private var lists: (dataset: DatasetName, root: [UInt8], all: BufferedFile, new: BufferedFile)?
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
        let root = root == "/" ? [] : Array(root.utf8)
        lists = (
            dataset, root, try BufferedFile(directory.list(of: dataset)),
            try BufferedFile(directory.newList(of: dataset))
        )
    }

    mutating func add(_ file: FrozenFile) throws(LinuxError) {
        guard let lists else { preconditionFailure("a file is added before its dataset is begun") }
        let path = lists.root + [UInt8(ascii: "/")] + file.path
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
        let absolute = lists.root + [UInt8(ascii: "/")] + path
        exclusions.append(
            "{\"dataset\":\(JSONText.quote(lists.dataset.text)),\(JSONText.path(absolute)),"
                + "\"reason\":\(JSONText.quote(reason))}")
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

    private static func member(_ file: FrozenFile, _ dataset: DatasetName, _ path: [UInt8]) -> String {
        """
        {"dataset":\(JSONText.quote(dataset.text)),\(JSONText.path(path)),"size":\(file.fingerprint.size),\
        "sha256":"\(file.digest)","rows":\(file.rows.map { "\($0)" } ?? "null"),"new":\(file.isNew),\
        "event_time":null}
        """
    }
}
