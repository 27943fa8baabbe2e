package import MLOpsCore

/// Checks a single definition that a person hands over by name, in a project as well as in `pipelines.d`.
package struct FileCheck: Sendable {
    private let zones: any ZoneSource
    private let host: (any HostView)?

    /// - Parameter host: Where programs and directories are looked for; nil: nothing missing is warned of.
    package init(zones: any ZoneSource = SystemZones(), host: (any HostView)? = nil) {
        self.zones = zones
        self.host = host
    }

    /// Returns the definition at an absolute path and what is probably not meant in it.
    ///
    /// Neither the owner nor the mode of the file matters, for nothing is going to obey it.
    ///
    /// - Throws: Everything that is wrong with the file.
    package func check(
        _ path: String
    ) throws(ConfigurationError) -> (definition: PipelineDefinition, warnings: [Diagnostic]) {
        let fileName = FilePath.name(of: path)
        guard fileName.hasSuffix(".yaml") else {
            throw ConfigurationError(
                Diagnostic(file: path, problem: "the name of the file does not end in .yaml", hint: "rename it"))
        }
        guard case .text(let source) = try ConfigurationFile(tree: nil).read(path) else {
            throw ConfigurationError(Diagnostic(file: path, problem: "the file is a link to /dev/null"))
        }
        let name = PipelineName(String(fileName.dropLast(5)))
        let pipeline = try PipelineReader(zones: zones).readLocated(source: source, name: name, path: path)
        let problems = LoopCheck(statePath: nil).problems(with: pipeline)
        if !problems.isEmpty { throw ConfigurationError(problems) }
        _ = try SchemaFiles.read(for: pipeline)
        return (pipeline.definition, PipelineWarnings(host: host).warnings(for: pipeline))
    }
}
