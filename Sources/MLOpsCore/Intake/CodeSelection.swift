/// Which files of a pipeline's directory are its code, and which directories must be watched to know.
package struct CodeSelection: Hashable, Sendable {
    /// A directory below the pipeline's, and whether also what is below it counts.
    package struct Place: Hashable, Sendable {
        package var directory: [UInt8]
        package var isDeep: Bool

        package init(directory: [UInt8], isDeep: Bool) {
            self.directory = directory
            self.isDeep = isDeep
        }
    }

    /// What running or editing code leaves beside it; taken for code, it would start a run after every run.
    private static let leftovers = NameFilter(
        include: ["*"], ignore: ["__pycache__", "*.pyc", "*~", "*.swp", "#*#"], isRecursive: true)
    private static let hidden = NameFilter(include: ["*"], ignore: [".*"], isRecursive: true)

    private let globs: [Glob]

    /// - Parameter patterns: Globs relative to the pipeline's directory; one without a slash means that directory only.
    package init(_ patterns: [String]) { globs = patterns.map(Glob.init) }

    /// Of all `pipeline_change` conditions of a pipeline; nil: it has none.
    package init?(_ pipeline: PipelineDefinition) {
        let patterns = Self.conditions(of: pipeline).flatMap(\.paths)
        guard !patterns.isEmpty else { return nil }
        self.init(patterns)
    }

    /// How long the code must have been at rest: the longest time that a condition asks for.
    package static func settle(of pipeline: PipelineDefinition) -> Duration {
        conditions(of: pipeline).map(\.settle).max() ?? .zero
    }

    package var places: [Place] {
        var places: [Place] = []
        for glob in globs {
            let place = Place(directory: glob.fixedDirectory, isDeep: glob.isDeep)
            if !places.contains(place) { places.append(place) }
        }
        return places
    }

    /// - Parameter path: Relative to the pipeline's directory.
    package func contains(_ path: [UInt8]) -> Bool {
        guard Self.leftovers.admits(path) else { return false }
        let isHidden = !Self.hidden.admits(path)
        return globs.contains { $0.matches(path) && (!isHidden || $0.namesHidden) }
    }

    private static func conditions(of pipeline: PipelineDefinition) -> [PipelineChangeCondition] {
        pipeline.triggers.flatMap(\.operands).compactMap { operand in
            guard case .pipelineChange(let condition) = operand.condition else { return nil }
            return condition
        }
    }
}

extension Glob {
    /// Whether a part of the pattern begins with a dot: then hidden files are meant.
    fileprivate var namesHidden: Bool { pattern.hasPrefix(".") || pattern.contains("/.") }
}
