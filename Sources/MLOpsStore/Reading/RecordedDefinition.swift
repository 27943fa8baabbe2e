package import MLOpsCore

/// The text of a definition that was in force once.
package struct RecordedDefinition: Hashable, Sendable {
    package let id: String
    package let pipeline: PipelineName
    package let source: String
}
