import MLOpsCore

extension Configuration {
    /// Disables the pipelines with a step that asks for more accelerators than there are: it would wait for ever.
    ///
    /// - Parameter directory: of the configuration.
    func withoutUnmetSteps(in directory: String) -> Configuration {
        var met = self
        for pipeline in pipelines {
            let path = "\(directory)/pipelines.d/\(pipeline.name).yaml"
            let problems = pipeline.steps.compactMap { unmet($0, of: pipeline, path) }
            guard !problems.isEmpty else { continue }
            met.pipelines.removeAll { $0.name == pipeline.name }
            met.invalid.append(InvalidPipeline(name: pipeline.name, path: path, diagnostics: problems))
        }
        met.invalid.sort { $0.name < $1.name }
        return met
    }

    private func unmet(_ step: StepDefinition, of pipeline: PipelineDefinition, _ path: String) -> Diagnostic? {
        guard let wanted = step.resources?.accelerators, wanted > settings.accelerators else { return nil }
        return Diagnostic(
            in: pipeline, file: path, keys: ["steps", step.name.text, "resources", "gpus"],
            problem: "asks for \(wanted), and mlopsd.yaml says that this machine has \(settings.accelerators)",
            hint: "set gpus in mlopsd.yaml to the number of accelerators")
    }
}
