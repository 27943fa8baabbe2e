import MLOpsCore
import MLOpsLinux

/// The content of a pipeline's code at one time.
struct CodeFiles: Sendable {
    let digests: [[UInt8]: ContentDigest]

    private var paths: [[UInt8]] { digests.keys.sorted { $0.lexicographicallyPrecedes($1) } }

    /// Hex SHA-256 over the sorted list of relative path and SHA-256 of each file.
    var digest: String {
        var sum = RunningDigest()
        for path in paths {
            // A path holds no NUL and a digest no line feed, so no two lists have the same text.
            sum.add(path + [0] + Array((digests[path]?.digest ?? "").utf8) + [UInt8(ascii: "\n")])
        }
        return sum.hexadecimal
    }

    /// One line of what differs from what was told before.
    func summary(since former: CodeFiles?) -> String {
        guard let former else { return Int64(digests.count).counted("file") + " of code" }
        let removed = former.paths.filter { digests[$0] == nil }
        let changed = paths.filter { path in
            former.digests[path].map { $0.digest != digests[path]?.digest } ?? false
        }
        let added = paths.filter { former.digests[$0] == nil }
        return [(changed, "changed"), (added, "added"), (removed, "removed")]
            .filter { !$0.0.isEmpty }
            .map { "\(Self.names($0.0)) \($0.1)" }
            .joined(separator: "; ")
    }

    private static func names(_ paths: [[UInt8]]) -> String {
        let named = paths.prefix(3).map { UntrustedText.escape($0) }.joined(separator: ", ")
        return paths.count > 3 ? "\(named) and \(paths.count - 3) more" : named
    }
}
