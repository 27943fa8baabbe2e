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
        guard let code = ReplacedFile(file).write(text) else { return }
        throw CommandFailure(.unwritten, "cannot write \"\(path)\": \(SystemErrorText.text(code)); it is as it was")
    }
}
