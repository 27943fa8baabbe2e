package import MLOpsCore

/// All that the configuration directory says.
package struct Configuration: Hashable, Sendable {
    package var settings: DaemonSettings
    /// Sorted by name.
    package var pipelines: [PipelineDefinition]
    /// Files in `pipelines.d` that define no usable pipeline, sorted by name.
    package var invalid: [InvalidPipeline]
    /// The schemas that datasets name, as JSON, by the absolute paths of their files.
    package var schemas: [String: String]
    /// What is probably not meant as it is written.
    package var warnings: [Diagnostic]
    /// `mlopsd.yaml` and its drop-ins as they were read; what a pipeline's file says its definition keeps.
    package var settingsFiles: [SourceFile] = []
    /// The daemon's settings, key by key.
    package var effectiveSettings: [EffectiveSetting] = EffectiveSetting.all(of: nil)

    package init(
        settings: DaemonSettings = DaemonSettings(), pipelines: [PipelineDefinition] = [],
        invalid: [InvalidPipeline] = [], schemas: [String: String] = [:], warnings: [Diagnostic] = []
    ) {
        self.settings = settings
        self.pipelines = pipelines
        self.invalid = invalid
        self.schemas = schemas
        self.warnings = warnings
    }
}

/// A pipeline that is disabled because of what its file says.
package struct InvalidPipeline: Hashable, Sendable {
    /// The name of the file without its ending, whether or not a pipeline may be called so.
    package var name: PipelineName
    package var path: String
    package var diagnostics: [Diagnostic]

    package init(name: PipelineName, path: String, diagnostics: [Diagnostic]) {
        self.name = name
        self.path = path
        self.diagnostics = diagnostics
    }
}
