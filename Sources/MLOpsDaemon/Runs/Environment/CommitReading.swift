import MLOpsLinux

/// Reads which commit a directory's repository is at, without git.
enum CommitReading {
    private static let maximumBytes = 16 << 20

    /// - Returns: nil when the directory is in no repository, or it has no commit.
    static func commit(around directory: String) -> String? {
        let real = try? SafeDirectory.realPath(of: directory)  // one that is gone is in no repository
        var place = real ?? ""
        while !place.isEmpty {
            if let head = text("\(place)/.git/HEAD") { return commit(head, in: "\(place)/.git") }
            guard let slash = place.lastIndex(of: "/") else { return nil }
            place = String(place[..<slash])
        }
        return nil
    }

    private static func commit(_ head: String, in repository: String) -> String? {
        guard head.hasPrefix("ref: ") else { return checked(head) }
        let name = String(head.dropFirst(5))
        guard !name.split(separator: "/").contains("..") else { return nil }
        if let loose = text("\(repository)/\(name)") { return checked(loose) }
        let path = "\(repository)/packed-refs"
        let packed = try? DurableFile.read(path, maximumBytes: maximumBytes)  // it need not be there
        guard let packed else { return nil }
        let line = String(decoding: packed, as: UTF8.self).split(separator: "\n").first { $0.hasSuffix(" \(name)") }
        return line.flatMap { checked(String($0.prefix { $0 != " " })) }
    }

    private static func text(_ path: String) -> String? {
        let bytes = try? DurableFile.read(path, maximumBytes: 4096)  // most of what is asked for is not there
        guard let bytes else { return nil }
        return String(String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline })
    }

    private static func checked(_ text: String) -> String? {
        [40, 64].contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) ? text : nil
    }
}
