package import MLOpsCore

/// A name that points at a version: `champion`, `challenger`, `previous`.
package struct Alias: Hashable, Sendable {
    package let pipeline: PipelineName
    package let alias: String
    package let version: ModelVersionID
}
