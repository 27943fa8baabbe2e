extension Field {
    /// Returns an absolute path without `.`, `..` and repeated slashes; a relative one continues `directory`.
    func file(in directory: String) -> String? {
        guard let text = text("a path", maximum: 4095) else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return reject("contains a control character", hint: "remove it")
        }
        if text.hasPrefix("~") {
            return reject("\"~\" is not expanded", hint: "write the whole path, or ./~ for a file of that name")
        }
        return FilePath.normalised(text, in: directory)
    }
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
