/// The content of declared code files, or the definition itself, is not what the last run used.
package struct PipelineChangeCondition: Hashable, Sendable {
    /// Globs relative to the pipeline's directory.
    package var paths: [String]
    /// How long the files must have been at rest.
    package var settle: Duration

    package init(paths: [String], settle: Duration = .seconds(30)) {
        self.paths = paths
        self.settle = settle
    }
}
