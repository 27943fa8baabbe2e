import Glibc
import MLOpsCore
import MLOpsLinux

/// A directory that looks like the pipeline's, with the code as a run had it: kept copies in its place, links to all
/// else.
struct CodeOverlay: Sendable {
    /// The pipeline's directory.
    let original: String
    /// Copies of the code under their relative paths.
    let copies: String

    /// Makes the directory.
    func make(at path: String, code: [RunEnvironment.File]) throws(LinuxError) {
        try makeLevel(path, "", code.map(\.path))
    }

    /// - Parameter paths: of the code below this level, relative to it.
    private func makeLevel(_ destination: String, _ below: String, _ paths: [String]) throws(LinuxError) {
        try RunDirectory.make(destination)
        var deeper: [String: [String]] = [:]
        for path in paths {
            let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
            if parts.count == 2 { deeper[parts[0], default: []].append(parts[1]) }
        }
        let own = Set(paths.filter { !$0.contains("/") })
        // Copies, not links: interpreters look for what a script imports beside what a link leads to.
        for name in own { try CodeCopy.copy("\(copies)/\(below)\(name)", to: "\(destination)/\(name)") }
        for name in deeper.keys.sorted() {
            try makeLevel("\(destination)/\(name)", "\(below)\(name)/", deeper[name] ?? [])
        }
        for name in try names(in: "\(original)/\(below)") where !own.contains(name) && deeper[name] == nil {
            try link("\(original)/\(below)\(name)", "\(destination)/\(name)")
        }
    }

    private func link(_ target: String, _ path: String) throws(LinuxError) {
        guard symlink(target, path) == 0 else { throw LinuxError("link", path, .system(errno)) }
    }

    /// A directory that is gone by now adds nothing.
    private func names(in directory: String) throws(LinuxError) -> [String] {
        var names: [String] = []
        do throws(LinuxError) {
            let folder = try SafeDirectory(SafeDirectory.realPath(of: directory))
            var failure: LinuxError?
            try folder.scan(recursive: false, failed: { failure = failure ?? $0 }) { entry in
                names.append(entry.path.description)
                return .proceed
            }
            if let failure { throw failure }
        } catch {
            guard error.code == ENOENT else { throw error }
        }
        return names.sorted()
    }
}
