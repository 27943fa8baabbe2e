extension Field {
    /// Returns an absolute path without `.`, `..` and repeated slashes; a relative one continues the base.
    func file(in base: BaseDirectory) -> String? {
        guard let text = text("a path", maximum: 4095) else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return reject("contains a control character", hint: "remove it")
        }
        if text.hasPrefix("~") {
            return reject("\"~\" is not expanded", hint: "write the whole path, or ./~ for a file of that name")
        }
        if !text.hasPrefix("/"), !base.isGiven { return rejectRelative(text) }
        return FilePath.normalised(text, in: base.path)
    }

    /// Returns a path that is whole as it stands.
    func absolutePath() -> String? {
        if case .scalar(let scalar) = node.content, !scalar.isMissing, !scalar.text.hasPrefix("/"),
            !scalar.text.hasPrefix("~")
        {
            return reject("must be a whole path, not \(scalar.text.quoted)", hint: "begin it with /")
        }
        return file(in: BaseDirectory())
    }

    /// Reports a relative path or pattern in a pipeline that does not say what it is relative to.
    func rejectRelative<Value>(_ text: String) -> Value? {
        reject(
            "\(text.quoted) is relative, and the pipeline has no directory",
            hint: "add \"directory: /…\", or write the whole path")
    }
}

/// What relative paths of a pipeline continue.
///
/// Only what the definition itself says: the text of a definition means the same wherever its file lies, so that it
/// can be copied into place, and read again from the record.
struct BaseDirectory: Hashable, Sendable {
    /// The working directory of the steps.
    var path = "/"
    /// Whether the definition names it.
    var isGiven = false
}

/// Paths as texts; nothing here asks the file system.
enum FilePath {
    static func normalised(_ path: String, in directory: String) -> String {
        let whole = path.hasPrefix("/") ? path : directory + "/" + path
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    static func parent(of path: String) -> String {
        normalised("..", in: path)
    }

    /// Whether `path` is `directory` or anywhere beneath it; both absolute and normalised.
    static func isInside(_ path: String, _ directory: String) -> Bool {
        directory == "/" || path == directory || path.hasPrefix(directory + "/")
    }

    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }
}
