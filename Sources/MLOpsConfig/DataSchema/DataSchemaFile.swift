package import MLOpsStatistics

/// A schema file: its content, and its text.
package enum DataSchemaFile {
    /// Returns the schema that a file's bytes hold.
    ///
    /// - Parameter path: for messages alone.
    /// - Throws: Everything that is wrong with the file.
    package static func parse(
        _ bytes: some Collection<UInt8>, path: String
    ) throws(ConfigurationError) -> DataSchema {
        try parse(text: try SourceText.decode(bytes, file: path), path: path)
    }

    /// Returns the schema of a file, and the text it was read from.
    package static func read(_ path: String) throws(ConfigurationError) -> (schema: DataSchema, text: String) {
        guard case .text(let text) = try ConfigurationFile(tree: nil).read(path) else {
            throw ConfigurationError(Diagnostic(file: path, problem: "the file is a link to /dev/null"))
        }
        return (try parse(text: text, path: path), text)
    }

    private static func parse(text: String, path: String) throws(ConfigurationError) -> DataSchema {
        guard let root = try DocumentReader(file: path).read(text) else {
            throw ConfigurationError(
                Diagnostic(
                    file: path, problem: "the file is empty", hint: "mlopsctl schema infer FILE writes a schema"))
        }
        let findings = Findings()
        let schema = DataSchemaReader().read(Field(root: root, findings: findings))
        if let error = findings.error { throw error }
        guard let schema else {
            throw ConfigurationError(Diagnostic(file: path, problem: "the file cannot be read as a schema"))
        }
        return schema
    }
}
