import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// The frozen inputs in a form that is quick to check again: `inputs` in the run's directory.
///
/// It begins with the boot in which it was written, because without an fsync nothing in the directory survives a power
/// loss for certain.
enum InputIndex {
    /// One file of the manifest.
    struct Entry: Hashable, Sendable {
        var dataset: DatasetName
        var file: FrozenFile
    }

    static func header(boot: String) -> String { "\(magic) \(boot)\0" }

    private static let magic = "mlopsd-inputs 1"
    private static let fieldCount = 10

    /// Appends what `forEachEntry` reads as one entry.
    static func append(_ dataset: DatasetName, _ file: FrozenFile, to text: inout [UInt8]) {
        let name = dataset.text
        let variable = name.utf8.count + file.digest.utf8.count + file.path.count
        text.append(atMost: variable + EntryText.numbersAndConstants) { text in
            text += name
            text += " "
            append(file.fingerprint, to: &text)
            text += file.digest
            text += file.isNew ? " 1 " : " 0 "
            if let rows = file.rows { text += rows } else { text += "-" }
            text += " "
            text += file.path
            text += 0 as UInt8
        }
    }

    private static func append(_ print: FileRecord.Fingerprint, to text: inout EntryText) {
        text += print.device
        text += " "
        text += print.inode
        text += " "
        text += print.size
        text += " "
        text += print.modifiedNanoseconds
        text += " "
        text += print.changedNanoseconds
        text += " "
    }

    /// Whether the run's files were written in this boot, and so are whole.
    static func isCurrent(_ path: String, boot: String) -> Bool {
        let expected = Array(header(boot: boot).utf8)
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }  // Whatever can not be read is not current.
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(byteCount: expected.count, alignment: 1) { found in
            read(descriptor, found.baseAddress, found.count) == expected.count && found.elementsEqual(expected)
        }
    }

    /// Calls `body` for every file, in the order of the manifest.
    ///
    /// - Throws: `system` when the file cannot be read or is not what was written.
    static func forEachEntry(_ path: String, _ body: (Entry) throws(RunError) -> Void) throws(RunError) {
        let lines = try ZeroTerminatedLines(path)
        guard let first = try lines.next(), first.starts(with: magic.utf8) else { throw damaged(path) }
        while let line = try lines.next() {
            guard let entry = parse(line) else { throw damaged(path) }
            try body(entry)
        }
    }

    private static func parse(_ line: [UInt8]) -> Entry? {
        let fields = line.split(
            separator: UInt8(ascii: " "), maxSplits: fieldCount - 1, omittingEmptySubsequences: false)
        guard fields.count == fieldCount else { return nil }
        let texts = fields.dropLast().map { String(decoding: $0, as: UTF8.self) }
        guard let device = UInt64(texts[1]), let inode = UInt64(texts[2]), let size = Int64(texts[3]),
            let modified = Int64(texts[4]), let changed = Int64(texts[5])
        else { return nil }
        let fingerprint = FileRecord.Fingerprint(
            device: device, inode: inode, size: size, modifiedNanoseconds: modified, changedNanoseconds: changed)
        return Entry(
            dataset: DatasetName(texts[0]),
            file: FrozenFile(
                path: Array(fields[fieldCount - 1]), fingerprint: fingerprint, digest: texts[6], rows: Int64(texts[8]),
                isNew: texts[7] == "1"))
    }

    private static func damaged(_ path: String) -> RunError {
        RunError(.system, "cannot read \"\(UntrustedText.escape(path))\": it is not what was written there")
    }
}
