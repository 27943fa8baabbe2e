/// A pipeline as its file defines it, validated: every name resolves, every path is absolute, steps are in an order
/// in which each stands after all it needs.
package struct PipelineDefinition: Hashable, Sendable {
    package var name: PipelineName
    /// SHA-256 (hex) over the canonical definition; equal definitions have equal ids.
    package var id: String
    /// The file's text, kept with every run that used it.
    package var source: String
    package var description: String?
    package var user: String?
    @Shared package var sandbox: StepSandbox
    /// The working directory of steps.
    package var directory: String
    package var parameters: [Parameter]
    package var datasets: [DatasetDefinition]
    @Shared package var predictions: PredictionsDefinition?
    package var triggers: [TriggerDefinition]
    @Shared package var policy: PolicyDefinition
    package var steps: [StepDefinition]
    package var gates: [GateDefinition]
    package var gatePolicy: GatePolicy
    @Shared package var deployment: DeploymentDefinition?
    @Shared package var tests: [DecisionTest]

    package init(
        name: PipelineName, id: String, source: String, description: String? = nil, user: String? = nil,
        sandbox: StepSandbox = StepSandbox(), directory: String, parameters: [Parameter] = [],
        datasets: [DatasetDefinition] = [],
        predictions: PredictionsDefinition? = nil,
        triggers: [TriggerDefinition] = [], policy: PolicyDefinition = PolicyDefinition(), steps: [StepDefinition],
        gates: [GateDefinition] = [], gatePolicy: GatePolicy = GatePolicy(),
        deployment: DeploymentDefinition? = nil, tests: [DecisionTest] = []
    ) {
        self.name = name
        self.id = id
        self.source = source
        self.description = description
        self.user = user
        self.sandbox = sandbox
        self.directory = directory
        self.parameters = parameters
        self.datasets = datasets
        self.predictions = predictions
        self.triggers = triggers
        self.policy = policy
        self.steps = steps
        self.gates = gates
        self.gatePolicy = gatePolicy
        self.deployment = deployment
        self.tests = tests
    }
}

extension PipelineDefinition {
    /// The triggers that start runs; the others only lend their conditions to combinations.
    package var firingTriggers: [TriggerDefinition] { triggers.filter(\.firesAlone) }
}
