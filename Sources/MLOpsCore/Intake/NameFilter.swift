/// Which paths of a directory are looked at, and which directories are entered.
///
/// A pattern without a slash speaks of names at any depth, one with a slash of the whole relative path.
package struct NameFilter: Hashable, Sendable {
    private let include: [Glob]
    private let ignore: [Glob]
    private let isRecursive: Bool

    package init(include: [String], ignore: [String], isRecursive: Bool) {
        self.include = include.map(Glob.init)
        self.ignore = ignore.map(Glob.init)
        self.isRecursive = isRecursive
    }

    package init(_ dataset: DatasetDefinition) {
        self.init(include: dataset.include, ignore: dataset.ignore, isRecursive: dataset.recursive)
    }

    /// Whether a file at this path is data.
    ///
    /// Markers never are.
    package func admits(_ path: [UInt8]) -> Bool {
        reaches(path) && BatchMarker(path) == nil && include.contains { Self.matches($0, path) }
    }

    /// Whether a marker at this path is heeded; `include` speaks of data only.
    package func admitsMarker(_ path: [UInt8]) -> Bool { reaches(path) }

    /// Whether files in this directory can be data.
    package func enters(_ directory: [UInt8]) -> Bool { isRecursive && reaches(directory) }

    private func reaches(_ path: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        guard isRecursive || !path.contains(slash) else { return false }
        guard !ignore.isEmpty else { return true }
        for end in path.indices where path[end] == slash {
            if isIgnored(Array(path[..<end])) { return false }
        }
        return !isIgnored(path)
    }

    private func isIgnored(_ path: [UInt8]) -> Bool { ignore.contains { Self.matches($0, path) } }

    private static func matches(_ glob: Glob, _ path: [UInt8]) -> Bool {
        guard !glob.hasSlash else { return glob.matches(path) }
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return glob.matches(path[start...])
    }
}
