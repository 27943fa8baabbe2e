import MLOpsControl
import MLOpsCore

extension ServiceValue {
    init(_ status: ServiceStatus) {
        self.init(
            state: State(status.state), address: status.address.map { "\($0)" },
            version: status.version?.description, generation: status.generation,
            since: status.since.map { Timestamp($0) }, next: status.next?.description, failures: status.failures,
            problem: status.problem)
    }
}

extension ServiceValue.State {
    fileprivate init(_ state: ServiceStatus.State) {
        switch state {
        case .starting: self = .starting
        case .serving: self = .serving
        case .switching: self = .switching
        case .restarting: self = .restarting
        case .broken: self = .broken
        case .stopped: self = .stopped
        }
    }
}

extension APIServices {
    /// How the service is that a row of the ledger is about; nil: the row is history, or there is no service.
    func serviceState(of deployment: Deployment, isCurrent: Bool) -> ServiceValue.State? {
        guard isCurrent || deployment.state == .intended, let status = serviceStatus(deployment.pipeline) else {
            return nil
        }
        return ServiceValue(status).state
    }

    /// Services that can not be kept up.
    func serviceReasons(_ pipelines: [PipelineName]) -> [DegradedReason] {
        pipelines.compactMap { pipeline in
            guard let status = serviceStatus(pipeline), status.state == .broken else { return nil }
            return DegradedReason(
                code: "service-broken",
                detail: "the service of \"\(pipeline)\" can not be kept up: \(status.problem ?? "")",
                hint: "mlopsctl status \(pipeline)")
        }
    }
}
