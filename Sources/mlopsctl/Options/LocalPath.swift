import Glibc

/// A path as the daemon knows it.
enum LocalPath {
    /// Absolute and without symbolic links as far as it is there; a file that is gone is still asked about.
    static func absolute(_ path: String) -> String {
        if let real = real(path) { return real }
        let slash = path.lastIndex(of: "/")
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard let real = real(parent) else { return path }
        return real == "/" ? "/\(name)" : "\(real)/\(name)"
    }

    static func isAbsent(_ path: String) -> Bool { real(path) == nil }

    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
