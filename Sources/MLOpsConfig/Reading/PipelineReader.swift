package import MLOpsCore

/// Reads the definition of a pipeline from the text of its file.
///
/// The result follows from the text, the name and the time zones alone, so that a definition kept with a run can be
/// read again long after its file changed or went.
package struct PipelineReader: Sendable {
    private let zones: any ZoneSource

    package init(zones: any ZoneSource) { self.zones = zones }

    /// Returns the definition, its names resolved and its paths absolute.
    ///
    /// - Parameters:
    ///   - source: The text of the file.
    ///   - name: The name of the file without its ending.
    ///   - path: What messages call the file.
    /// - Throws: Everything that is wrong with the text.
    package func read(
        source: String, name: PipelineName, path: String
    ) throws(ConfigurationError) -> PipelineDefinition {
        try readLocated(source: source, name: name, path: path).definition
    }

    func readLocated(
        source: String, name: PipelineName, path: String
    ) throws(ConfigurationError) -> LocatedPipeline {
        if let problem = NameRule.pipeline.problem(with: name.text) {
            throw ConfigurationError(Diagnostic(file: path, problem: problem, hint: NameRule.pipeline.hint))
        }
        let text = try SourceText.decode(source.utf8, file: path)
        guard let root = try DocumentReader(file: path).read(text) else { throw Self.empty(path) }
        if case .scalar(let scalar) = root.content, scalar.isMissing { throw Self.empty(path) }
        let findings = Findings()
        let draft = PipelineDraft(Field(root: root, findings: findings), zones: zones)
        if let error = findings.error { throw error }
        guard var definition = draft?.definition(name: name, source: source) else {
            throw ConfigurationError(Diagnostic(file: path, problem: "the definition is incomplete"))
        }
        definition.id = CanonicalDefinition(definition).digest
        return LocatedPipeline(definition: definition, path: path, root: root)
    }

    private static func empty(_ path: String) -> ConfigurationError {
        ConfigurationError(
            Diagnostic(
                file: path, problem: "the file defines nothing",
                hint: "a pipeline needs at least \"steps\"; rename the file to keep it without using it"))
    }
}
