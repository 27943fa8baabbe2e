import MLOpsCore
import MLOpsLinux

/// The code of a pipeline: what it watches for changes, or else the scripts in its directory; and what its steps name.
struct CodeListing: Sendable {
    private static let scripts = ["*.py", "*.R", "*.r", "*.jl", "*.sh", "*.sql"]

    private let pipeline: PipelineDefinition
    private let root: String

    init(_ pipeline: PipelineDefinition) throws(LinuxError) {
        self.pipeline = pipeline
        root = try SafeDirectory.realPath(of: pipeline.directory)
    }

    /// - Returns: By path.
    func files() throws(LinuxError) -> [RunEnvironment.File] {
        let named = namedByArguments()
        let patterns = CodeSelection(pipeline) ?? CodeSelection(Self.scripts)
        let code = PipelineCode(pipeline, selection: patterns, root: root, at: 0)
        var digests: [[UInt8]: String] = [:]
        switch CodeReading(code).survey().outcome {
        case .complete(let files): digests = files.digests.mapValues(\.digest)
        case .failed(let problem): throw LinuxError("read the code in", root, .malformed(problem))
        }
        let directory = try SafeDirectory(root)
        for path in named where digests[path.bytes] == nil {
            digests[path.bytes] = try directory.openFile(path).sha256().0.hexadecimal
        }
        return digests.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { path, digest in
            RunEnvironment.File(path: String(decoding: path, as: UTF8.self), digest: digest)
        }
    }

    /// Files below the pipeline's directory that are arguments of its steps.
    private func namedByArguments() -> [RelativePath] {
        let arguments = pipeline.steps.flatMap { step -> [String] in
            if case .arguments(let arguments) = step.program { return arguments }
            return []
        }
        return arguments.compactMap { argument in
            let below = argument.hasPrefix(root + "/") ? String(argument.dropFirst(root.utf8.count + 1)) : argument
            guard let path = RelativePath(Array(below.utf8)), !path.isRoot else { return nil }
            return FileStatus(at: "\(root)/\(below)")?.kind == .regular ? path : nil
        }
    }
}
