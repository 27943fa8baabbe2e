import FoundationEssentials
import MLOpsCore
import MLOpsStatistics

/// The schema files that a pipeline's datasets name.
enum SchemaFiles {
    /// Returns the schemas as JSON, by the paths of their files; equal schemas have equal texts.
    ///
    /// - Throws: Everything that is wrong with them, at its place there, and where the pipeline names them.
    static func read(for pipeline: LocatedPipeline) throws(ConfigurationError) -> [String: String] {
        var schemas: [String: String] = [:]
        for dataset in pipeline.definition.datasets {
            guard let path = dataset.schema else { continue }
            let schema: DataSchema
            do throws(ConfigurationError) {
                schema = try DataSchemaFile.read(path).schema
                schemas[path] = try json(schema, path)
            } catch {
                let place = pipeline.diagnostic(
                    ["data", dataset.name.text, "schema"], "cannot use \(path.quoted)",
                    hint: "mlopsctl schema infer FILE writes one")
                throw ConfigurationError(error.diagnostics + [place])
            }
            if let problem = problem(withTargetOf: dataset, schema, pipeline) { throw ConfigurationError(problem) }
        }
        return schemas
    }

    /// A label that no file can have is most likely a slip in its name.
    private static func problem(
        withTargetOf dataset: DatasetDefinition, _ schema: DataSchema, _ pipeline: LocatedPipeline
    ) -> Diagnostic? {
        let names = schema.columns.map(\.name)
        guard let target = dataset.targetColumn, !names.contains(target) else { return nil }
        return pipeline.diagnostic(
            ["data", dataset.name.text, "target"], "the schema has no column \(target.quoted)",
            hint: Suggestion.hint(for: target, among: names))
    }

    private static func json(_ schema: DataSchema, _ path: String) throws(ConfigurationError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do { return String(decoding: try encoder.encode(schema), as: UTF8.self) } catch {
            throw ConfigurationError(Diagnostic(file: path, problem: "cannot keep the schema: \(error)"))
        }
    }
}
