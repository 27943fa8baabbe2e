import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Writes the files by which a step learns of its inputs, each file of a dataset as it comes; memory does not grow with
/// their number.
struct ManifestWriter: ManifestSink {
    /// Names in the manifest's list of excluded files; the rest is only counted.
    static let maximumNamedExclusions = 1000

    private struct Lists {
        let dataset: DatasetName
        /// The first members of each of its files in the manifest.
        let head: [UInt8]
        /// The absolute path of its directory, with a slash at the end.
        let root: [UInt8]
        /// Whether a path in that directory which is plain itself can be written as it is.
        let isPlain: Bool
        let all: BufferedFile
        let new: BufferedFile
    }

    private let directory: RunDirectory
    private let manifest: BufferedFile
    private let inputs: BufferedFile
    private var lists: Lists?
    private var summary = ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "")
    private var digest = ManifestDigest()
    private let knownDigest: String?
    private var exclusions: [String] = []
    private var excludedFiles: Int64 = 0

    /// - Parameter digest: of the whole manifest, where it is known; else it is found.
    init(_ run: Run, in directory: RunDirectory, boot: String, digest: String? = nil) throws(LinuxError) {
        knownDigest = digest
        self.directory = directory
        _ = unlink(directory.recordedMark)
        manifest = try BufferedFile(directory.manifest)
        inputs = try BufferedFile(directory.unfinishedInputs)
        try manifest.write(
            """
            {"version":1,"pipeline":\(JSONText.quote(run.pipeline.text)),"run":"\(run.id)",
            "files":[
            """)
        try inputs.write(InputIndex.header(boot: boot))
    }

    mutating func begin(_ dataset: DatasetName, root: String) throws(LinuxError) {
        try endLists()
        directory.placeSpareLists(for: dataset)
        let root = Array((root == "/" ? root : root + "/").utf8)
        lists = Lists(
            dataset: dataset, head: Array("{\"dataset\":\(JSONText.quote(dataset.text)),".utf8), root: root,
            isPlain: JSONText.isPlain(root), all: try BufferedFile(directory.list(of: dataset)),
            new: try BufferedFile(directory.newList(of: dataset)))
    }

    mutating func add(_ file: FrozenFile) throws(LinuxError) {
        guard let lists else { preconditionFailure("a file is added before its dataset is begun") }
        try lists.all.write { Self.append(lists.root, file.path, to: &$0) }
        if file.isNew { try lists.new.write { Self.append(lists.root, file.path, to: &$0) } }
        try inputs.write { InputIndex.append(lists.dataset, file, to: &$0) }
        try manifest.write { [isFirst = summary.files == 0] text in
            if !isFirst { text.append(UInt8(ascii: ",")) }
            text.append(UInt8(ascii: "\n"))
            Self.append(file, lists, to: &text)
        }
        if knownDigest == nil {
            digest.add(dataset: lists.dataset.text, path: file.path, size: file.fingerprint.size, digest: file.digest)
        }
        summary.count(file)
    }

    mutating func exclude(_ path: [UInt8], because reason: String) {
        excludedFiles += 1
        guard exclusions.count < Self.maximumNamedExclusions, let lists else { return }
        let member = String(decoding: JSONText.path(lists.root + path), as: UTF8.self)
        exclusions.append(
            "{\"dataset\":\(JSONText.quote(lists.dataset.text)),\(member),\"reason\":\(JSONText.quote(reason))}")
    }

    mutating func finish() throws(LinuxError) -> ManifestSummary {
        try endLists()
        summary.digest = knownDigest ?? digest.hexadecimal
        try manifest.write(
            """

            ],
            "excluded":[\(exclusions.joined(separator: ",\n"))],
            "excluded_files":\(excludedFiles),"file_count":\(summary.files),"new_files":\(summary.newFiles),\
            "bytes":\(summary.bytes),"sha256":"\(summary.digest)"}

            """)
        try manifest.flush()
        try inputs.flush()
        // Last: where it is, everything is.
        guard rename(directory.unfinishedInputs, directory.inputs) == 0 else {
            throw LinuxError("write", directory.inputs, .system(errno))
        }
        return summary
    }

    private mutating func endLists() throws(LinuxError) {
        try lists?.all.flush()
        try lists?.new.flush()
        lists = nil
    }

    private static func append(_ root: [UInt8], _ path: [UInt8], to list: inout [UInt8]) {
        list += root
        list += path
        list.append(UInt8(ascii: "\n"))
    }

    private static func append(_ file: FrozenFile, _ lists: Lists, to text: inout [UInt8]) {
        let isPlain = lists.isPlain && JSONText.isPlain(file.path)
        let path = isPlain ? [] : JSONText.path(lists.root + file.path)
        let variable = lists.head.count + lists.root.count + file.path.count + path.count + file.digest.utf8.count
        text.append(atMost: variable + EntryText.numbersAndConstants) { text in
            text += lists.head
            if isPlain {
                text += "\"path\":\""
                text += lists.root
                text += file.path
                text += "\""
            } else {
                text += path
            }
            append(file, to: &text)
        }
    }

    private static func append(_ file: FrozenFile, to text: inout EntryText) {
        text += ",\"size\":"
        text += file.fingerprint.size
        text += ",\"sha256\":\""
        text += file.digest
        text += "\",\"rows\":"
        if let rows = file.rows { text += rows } else { text += "null" }
        text += file.isNew ? ",\"new\":true" : ",\"new\":false"
        text += ",\"event_time\":null}"
    }
}

extension ManifestSummary {
    mutating func count(_ file: FrozenFile) {
        files += 1
        newFiles += file.isNew ? 1 : 0
        bytes += file.fingerprint.size
    }
}
