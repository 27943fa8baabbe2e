/// Every operation of the API.
///
/// The server registers each, the client calls no other, and the OpenAPI document lists them all.
package enum Route: String, Sendable, Hashable, CaseIterable {
    case version, healthz, readyz, status
    case pipelines, pipeline, whyNot, drift, performance
    case triggers
    case runs, run, runLogs, whyRun, reproduction
    case request
    case deployments, deployment, whyDeployment
    case models, model, lineage, fileLineage
    case datasets
    case decision
    case audit, doctor, outbox, events, backup
    case addPredictions, addLabels, addMetrics
    case startRun, pause, resume, rollback
    case champion, moveAlias, promote, deploy, approve, reject, verify
    case cancel, retry, reproduce
    case prune, forget, tag
    case configuration, reload
    case metrics, openapi
}

extension Route {
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
    }

    /// What a successful answer is.
    package enum Answer: Sendable, Hashable {
        /// One object or one array.
        case json
        /// One JSON object a line, until the client or the daemon ends it.
        case lines
        case openMetrics
        /// A file of SQLite.
        case database
    }

    package var method: Method {
        switch self {
        case .addPredictions, .addLabels, .addMetrics, .startRun, .pause, .resume, .rollback, .cancel, .retry, .reload,
            .reproduce, .prune, .forget, .tag, .moveAlias, .promote, .deploy, .approve, .reject:
            .post
        default: .get
        }
    }

    package var answer: Answer {
        switch self {
        case .runLogs, .events: .lines
        case .metrics: .openMetrics
        case .backup: .database
        default: .json
        }
    }

    /// Whether a repeated `Idempotency-Key` gets the first answer again instead of a second effect.
    package var takesIdempotencyKey: Bool {
        switch self {
        case .addPredictions, .addLabels, .addMetrics, .startRun, .retry, .rollback, .promote, .deploy, .approve,
            .reject:
            true
        default: false
        }
    }

    /// The path, with `{name}` where a value stands.
    package var template: String {
        switch self {
        case .version: "/v1/version"
        case .healthz: "/v1/healthz"
        case .readyz: "/v1/readyz"
        case .status: "/v1/status"
        case .pipelines: "/v1/pipelines"
        case .pipeline: "/v1/pipelines/{name}"
        case .whyNot: "/v1/pipelines/{name}/why-not"
        case .drift: "/v1/pipelines/{name}/drift"
        case .performance: "/v1/pipelines/{name}/performance"
        case .addPredictions: "/v1/pipelines/{name}/predictions"
        case .addLabels: "/v1/pipelines/{name}/labels"
        case .addMetrics: "/v1/pipelines/{name}/metrics"
        case .triggers: "/v1/triggers"
        case .runs: "/v1/runs"
        case .run: "/v1/runs/{id}"
        case .runLogs: "/v1/runs/{id}/logs"
        case .whyRun: "/v1/runs/{id}/why"
        case .reproduction: "/v1/runs/{id}/reproduction"
        case .reproduce: "/v1/runs/{id}/reproduce"
        case .request: "/v1/requests/{id}"
        case .deployments: "/v1/deployments"
        case .deployment: "/v1/deployments/{id}"
        case .whyDeployment: "/v1/deployments/{id}/why"
        case .models: "/v1/models"
        case .model: "/v1/models/{pipeline}/{number}"
        case .lineage: "/v1/models/{pipeline}/{number}/lineage"
        case .fileLineage: "/v1/lineage"
        case .datasets: "/v1/datasets"
        case .decision: "/v1/decisions/{id}"
        case .audit: "/v1/audit"
        case .doctor: "/v1/doctor"
        case .outbox: "/v1/outbox"
        case .events: "/v1/events"
        case .backup: "/v1/backup"
        case .startRun: "/v1/pipelines/{name}/runs"
        case .pause: "/v1/pipelines/{name}/pause"
        case .resume: "/v1/pipelines/{name}/resume"
        case .rollback: "/v1/pipelines/{name}/rollback"
        case .champion: "/v1/pipelines/{name}/champion"
        case .moveAlias: "/v1/pipelines/{name}/aliases/{alias}"
        case .promote: "/v1/models/{pipeline}/{number}/promote"
        case .deploy: "/v1/models/{pipeline}/{number}/deploy"
        case .approve: "/v1/models/{pipeline}/{number}/approve"
        case .reject: "/v1/models/{pipeline}/{number}/reject"
        case .verify: "/v1/verify"
        case .cancel: "/v1/runs/{id}/cancel"
        case .retry: "/v1/runs/{id}/retry"
        case .prune: "/v1/prune"
        case .forget: "/v1/pipelines/{name}/forget"
        case .tag: "/v1/models/{pipeline}/{number}/tags/{name}"
        case .configuration: "/v1/configuration"
        case .reload: "/v1/reload"
        case .metrics: "/metrics"
        case .openapi: "/v1/openapi.json"
        }
    }
}
