import FoundationEssentials
import Glibc
import MLOpsControl

/// A schema file that is about to be written: whole or not at all.
struct SchemaTarget {
    private let path: String
    /// Behind links, so that a link stays one.
    private let file: String
    /// nil: there is no such file yet.
    let oldText: String?

    init(_ path: String, mayReplace: Bool) throws(CommandFailure) {
        self.path = path
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        file = resolved.map { String(cString: $0) } ?? path
        guard resolved != nil else {
            oldText = nil
            return
        }
        guard mayReplace else {
            throw CommandFailure(
                .usage, "cannot write \"\(path)\": it exists; nothing is written", hints: ["--force replaces it"])
        }
        do {
            oldText = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        } catch {
            throw CommandFailure(.usage, "cannot read \"\(path)\", which would be replaced; nothing is written")
        }
    }

    func write(_ text: String) throws(CommandFailure) {
        do {
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            // The library's errors do not name their cause in a word.
            throw CommandFailure(
                .negative, "cannot write \"\(path)\": \(SystemErrorText.text(errno)); it is as it was")
        }
    }
}
