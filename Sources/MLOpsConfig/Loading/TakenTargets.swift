import MLOpsCore

/// Where the pipelines read so far deploy to.
///
/// Two that deploy to one place would undo each other, and one that deploys inside the target of another would write into
/// a registered model. The first by the name of its file keeps its place, so that a copy of a file does not stop the
/// pipeline it was copied from.
struct TakenTargets {
    private static let keys = ["deploy", "target"]

    private var targets: [String: LocatedPipeline] = [:]
    /// By each directory above a target.
    private var above: [String: LocatedPipeline] = [:]

    /// - Throws: that the target is taken.
    mutating func take(for pipeline: LocatedPipeline) throws(ConfigurationError) {
        guard let target = pipeline.definition.deployment?.target else { return }
        // As it is written and as it is led to: what a target leads to changes with every deployment.
        let spellings = Set([target, RealPath.ofLink(target)]).sorted()
        for spelling in spellings {
            guard let problem = problem(with: spelling) else { continue }
            throw ConfigurationError(
                pipeline.diagnostic(Self.keys, problem, hint: "give each pipeline a target of its own"))
        }
        for spelling in spellings {
            targets[spelling] = pipeline
            for directory in Self.directories(above: spelling) where above[directory] == nil {
                above[directory] = pipeline
            }
        }
    }

    private func problem(with target: String) -> String? {
        if let other = targets[target] {
            return "\(target.quoted) is the target of pipeline \(other.reference(to: Self.keys)) too"
        }
        if let outer = Self.directories(above: target).lazy.compactMap({ targets[$0] }).first {
            return "\(target.quoted) is inside the target of pipeline \(outer.reference(to: Self.keys))"
        }
        return above[target].map {
            "the target of pipeline \($0.reference(to: Self.keys)) is inside \(target.quoted)"
        }
    }

    private static func directories(above path: String) -> [String] {
        path.indices.filter { path[$0] == "/" && $0 > path.startIndex }.map { String(path[..<$0]) }
    }
}
