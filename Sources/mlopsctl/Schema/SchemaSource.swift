import MLOpsConfig
import MLOpsStatistics

/// A schema file that a command line names.
enum SchemaSource {
    static func read(_ path: String) throws(CommandFailure) -> (schema: DataSchema, text: String) {
        do throws(ConfigurationError) {
            return try DataSchemaFile.read(path)
        } catch {
            throw CommandFailure(.configuration, error.description)
        }
    }
}
