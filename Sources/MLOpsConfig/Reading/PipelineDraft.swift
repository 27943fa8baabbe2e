import MLOpsCore

/// The parts of a definition as far as they could be read.
struct PipelineDraft {
    private var description: String?
    private var directory: String
    private var parameters: [Parameter] = []
    private var datasets: [DatasetDefinition] = []
    private var triggers: [TriggerDefinition] = []
    private var policy = PolicyDefinition()
    private var steps: [StepDefinition] = []
    private var gates: [GateDefinition] = []
    private var deployment: DeploymentDefinition?
    private var tests: [DecisionTest] = []

    init?(_ root: Field, path: String, zones: any ZoneSource) {
        guard let section = Section(root, .pipeline) else { return nil }
        let home = FilePath.parent(of: path)
        description = section["description"]?.text(maximum: 10_000)
        directory = section["directory"]?.file(in: home) ?? home
        parameters = section["parameters"].map(ParameterReader.read) ?? []
        datasets = section["data"].map { DatasetReader(directory: directory).read($0) } ?? []
        let conditions = ConditionReader(datasets: datasets, zones: zones)
        triggers = section["triggers"].map { TriggerReader(conditions: conditions).read($0) } ?? []
        policy = section["policy"].map(PolicyReader.read) ?? PolicyDefinition()
        steps = section.required("steps").map { StepReader(parameters: parameters).read($0) } ?? []
        gates = section["gates"].map(GateReader.read) ?? []
        deployment = section["deploy"].flatMap {
            DeploymentReader(directory: directory, datasets: datasets).read($0)
        }
        tests = section["tests"].map { TestReader(datasets: datasets, triggers: triggers).read($0) } ?? []
    }

    /// Returns the definition with an empty id.
    func definition(name: PipelineName, source: String) -> PipelineDefinition {
        PipelineDefinition(
            name: name, id: "", source: source, description: description, directory: directory,
            parameters: parameters, datasets: datasets, triggers: triggers, policy: policy, steps: steps,
            gates: gates, deployment: deployment, tests: tests)
    }
}
