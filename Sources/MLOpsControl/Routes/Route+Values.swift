/// Which values a route takes and answers with, by the names of their types.
extension Route {
    /// The value in the request's body; nil: the body is empty.
    package var bodyType: String? {
        switch self {
        case .startRun: "RunRequestBody"
        case .pause: "PauseBody"
        case .resume: "ResumeBody"
        case .rollback: "RollbackBody"
        case .cancel: "CancelBody"
        case .retry: "RetryBody"
        default: nil
        }
    }

    /// The value in a successful answer, in brackets where it is an array; nil: the answer is not made of one.
    package var answerType: String? {
        switch self {
        case .version: "VersionResponse"
        case .healthz, .readyz: "HealthResponse"
        case .status: "StatusResponse"
        case .pipelines: "[PipelineSummary]"
        case .pipeline: "PipelineDetail"
        case .whyNot: "WhyNotResponse"
        case .triggers: "[TriggerSummary]"
        case .runs: "[RunSummary]"
        case .run: "RunDetail"
        case .runLogs: "LogLine"
        case .whyRun, .whyDeployment: "WhyResponse"
        case .request: "RequestDetail"
        case .deployments: "[DeploymentSummary]"
        case .models: "[ModelVersionSummary]"
        case .model: "ModelVersionDetail"
        case .lineage: "LineageResponse"
        case .datasets: "[DatasetSummary]"
        case .decision: "DecisionDetail"
        case .audit: "AuditResponse"
        case .doctor: "DoctorResponse"
        case .events: "EventLine"
        case .startRun, .retry: "RunReply"
        case .pause, .resume, .rollback, .cancel: "ActionReply"
        case .reload: "ReloadResponse"
        case .metrics, .openapi: nil
        }
    }
}
