import MLOpsCore

/// The parts of a definition as far as they could be read.
struct PipelineDraft {
    private var description: String?
    private var user: String?
    private var base = BaseDirectory()
    private var sandbox = StepSandbox()
    private var parameters: [Parameter] = []
    private var datasets: [DatasetDefinition] = []
    private var predictions: PredictionsDefinition?
    private var triggers: [TriggerDefinition] = []
    private var policy = PolicyDefinition()
    private var steps: [StepDefinition] = []
    private var gates: [GateDefinition] = []
    private var gatePolicy = GatePolicy()
    private var deployment: DeploymentDefinition?
    private var tests: [DecisionTest] = []

    init?(_ root: Field, zones: any ZoneSource) {
        guard let section = Section(root, .pipeline) else { return nil }
        description = section["description"]?.text(maximum: 10_000)
        user = section["user"].flatMap(UserReader.read)
        if let directory = section["directory"] {
            base = BaseDirectory(path: directory.absolutePath() ?? "/", isGiven: true)
        }
        parameters = section["parameters"].map(ParameterReader.read) ?? []
        datasets = section["data"].map { DatasetReader(base: base).read($0) } ?? []
        predictions = section["predictions"].flatMap { PredictionsReader(base: base).read($0) }
        let conditions = ConditionReader(
            datasets: datasets, predictions: predictions,
            hasUnreadablePredictions: predictions == nil && section["predictions"] != nil, base: base, zones: zones)
        triggers = section["triggers"].map { TriggerReader(conditions: conditions).read($0) } ?? []
        let provesHarm = triggers.isEmpty ? section["triggers"] != nil : triggers.contains(where: \.provesHarm)
        policy = section["policy"].map { PolicyReader.read($0, provesHarm: provesHarm) } ?? PolicyDefinition()
        steps = section.required("steps").map { StepReader(parameters: parameters, base: base).read($0) } ?? []
        sandbox = section["sandbox"].map(ResourcesReader.sandbox) ?? StepSandbox()
        let programs = StepReader(parameters: parameters, base: base)
        if let field = section["gates"] {
            (gates, gatePolicy) = GateReader(
                steps: programs, datasets: datasets, hasPredictions: section["predictions"] != nil
            ).read(field)
        }
        let watchesPerformance =
            triggers.isEmpty ? section["triggers"] != nil : triggers.contains(where: \.isOfPerformance)
        deployment = section["deploy"].flatMap {
            DeploymentReader(
                base: base, steps: programs, datasets: datasets, watchesPerformance: watchesPerformance,
                hasPredictions: section["predictions"] != nil, predictions: predictions, gates: gates
            ).read($0)
        }
        checkCanary(section)
        if let field = section["serve"] {
            let service = ServiceReader(parameters: parameters, base: base, target: deployment?.target).read(field)
            if deployment == nil, section["deploy"] == nil {
                field.report("needs deploy, which says when a model is served", hint: "add deploy with a target")
            }
            deployment?.service = service
        }
        tests = section["tests"].map { TestReader(datasets: datasets, triggers: triggers).read($0) } ?? []
    }

    /// Only a router of the user's own can split requests, and only a log that names the version tells whose harm it is.
    private func checkCanary(_ section: Section) {
        guard deployment?.canary != nil, let field = section["deploy"] else { return }
        if section["serve"] != nil {
            field.report(
                "canary can not be used with serve, which leads all connections to one model",
                hint: "remove one of them")
        }
        if let predictions, predictions.modelVersion == nil {
            field.report(
                "with canary two versions predict, and predictions does not say which one did",
                hint: "log the version, and add model_version to predictions")
        }
    }

    /// Returns the definition with an empty id.
    func definition(name: PipelineName, source: String) -> PipelineDefinition {
        PipelineDefinition(
            name: name, id: "", source: source, description: description, user: user,
            sandbox: sandbox,
            directory: base.path, parameters: parameters, datasets: datasets, predictions: predictions,
            triggers: triggers, policy: policy,
            steps: steps, gates: gates, gatePolicy: gatePolicy, deployment: deployment, tests: tests)
    }
}

extension TriggerDefinition {
    fileprivate var isOfPerformance: Bool {
        operands.contains { operand in
            if case .performance = operand.condition { true } else { false }
        }
    }

    /// Whether it looks for proofs of harm, which a training can be weighed against.
    fileprivate var provesHarm: Bool {
        operands.contains { operand in
            guard case .performance(let condition) = operand.condition else { return false }
            return condition.falseAlarmsPerYear != nil
        }
    }
}
