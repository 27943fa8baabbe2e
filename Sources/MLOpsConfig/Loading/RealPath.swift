import Glibc

enum RealPath {
    /// Returns where a path leads to, all links followed.
    static func of(_ path: String) throws(FileFault) -> String {
        guard let resolved = realpath(path, nil) else { throw .system(errno) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Returns where a path leads to as far as it exists, the rest as it is written.
    static func existingPart(of path: String) -> String {
        var existing = path
        while true {
            let real = try? of(existing)  // What cannot be resolved is looked at one directory further up.
            if let real {
                let rest = path.dropFirst(existing.count).drop { $0 == "/" }
                return rest.isEmpty ? real : FilePath.normalised(String(rest), in: real)
            }
            existing = FilePath.parent(of: existing)
        }
    }

    /// Returns where a link stands, whatever it leads to.
    static func ofLink(_ path: String) -> String {
        FilePath.normalised(FilePath.name(of: path), in: existingPart(of: FilePath.parent(of: path)))
    }
}
