/// The answer of `GET /v1/runs/{id}`: all that is kept for a run, in numbers.
package struct RunDetail: Codable, Sendable, Hashable {
    package struct Cancellation: Codable, Sendable, Hashable {
        package var by: ActorValue
        package var reason: String?

        package init(by: ActorValue, reason: String? = nil) {
            self.by = by
            self.reason = reason
        }
    }

    package var run: RunSummary
    /// The id of the definition that it runs, whatever the file says by now.
    package var definition: String
    package var decision: String
    package var request: String
    package var causes: [CauseValue]
    package var parameters: [String: String]
    package var priority: Int
    package var requestedBy: ActorValue?
    package var isForced: Bool
    package var retryOf: String?
    package var retryFrom: String?
    /// In the order of the definition.
    package var steps: [StepValue]
    package var manifest: ManifestValue?
    /// The datasets with the files of the manifest, of many only the first; absent: nothing is frozen yet.
    package var inputs: [LineageNode]?
    package var candidate: CandidateValue?
    /// In the order in which the steps wrote them.
    package var metrics: [MetricValue]
    package var gates: [GateValue]
    /// The version in production when the run started, with which the candidate is compared.
    package var champion: String?
    package var deployment: DeploymentSummary?
    /// Whether the version that it made waits for a person; absent: it does not.
    package var needsApproval: Bool?
    /// Why its result can not be trusted.
    package var taints: [String]
    package var cancellation: Cancellation?
    /// What it ran in; absent: not known, or not yet.
    package var environment: EnvironmentValue?
    /// Its directory with `work`, `model`, logs and manifest, while it is kept.
    package var directory: String?

    package init(
        run: RunSummary, definition: String, decision: String, request: String, causes: [CauseValue] = [],
        parameters: [String: String] = [:], priority: Int, requestedBy: ActorValue? = nil, isForced: Bool,
        retryOf: String? = nil, retryFrom: String? = nil, steps: [StepValue] = [], manifest: ManifestValue? = nil,
        inputs: [LineageNode]? = nil, candidate: CandidateValue? = nil, metrics: [MetricValue] = [],
        gates: [GateValue] = [],
        champion: String? = nil, deployment: DeploymentSummary? = nil, needsApproval: Bool? = nil,
        taints: [String] = [],
        cancellation: Cancellation? = nil, environment: EnvironmentValue? = nil, directory: String? = nil
    ) {
        self.run = run
        self.definition = definition
        self.decision = decision
        self.request = request
        self.causes = causes
        self.parameters = parameters
        self.priority = priority
        self.requestedBy = requestedBy
        self.isForced = isForced
        self.retryOf = retryOf
        self.retryFrom = retryFrom
        self.steps = steps
        self.manifest = manifest
        self.inputs = inputs
        self.candidate = candidate
        self.metrics = metrics
        self.gates = gates
        self.champion = champion
        self.deployment = deployment
        self.needsApproval = needsApproval
        self.taints = taints
        self.cancellation = cancellation
        self.environment = environment
        self.directory = directory
    }
}
