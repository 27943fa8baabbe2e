/// All of a definition that matters to its service: a server that was started by another plan is replaced.
package struct ServicePlan: Hashable, Sendable, Codable {
    package var service: ServiceDefinition
    /// Where its programs run.
    package var directory: String
    package var parameters: [Parameter]
    package var target: String
    /// Where predictions are logged; nil: the pipeline does not say.
    package var log: String?

    package init(
        service: ServiceDefinition, directory: String, parameters: [Parameter] = [], target: String, log: String? = nil
    ) {
        self.service = service
        self.directory = directory
        self.parameters = parameters
        self.target = target
        self.log = log
    }
}

extension PipelineDefinition {
    /// nil: the daemon runs no service for it.
    package var servicePlan: ServicePlan? {
        guard let deployment, let service = deployment.service else { return nil }
        return ServicePlan(
            service: service, directory: directory, parameters: parameters, target: deployment.target,
            log: predictions?.log)
    }
}
