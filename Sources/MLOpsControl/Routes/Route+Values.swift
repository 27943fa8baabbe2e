/// Which values a route takes and answers with.
extension Route {
    /// The value in the request's body; nil: the body is empty.
    package var bodyType: (any Codable.Type)? {
        switch self {
        case .startRun: RunRequestBody.self
        case .addPredictions, .addLabels: RowsBody.self
        case .addMetrics: MetricsBody.self
        case .pause: PauseBody.self
        case .resume: ResumeBody.self
        case .rollback: RollbackBody.self
        case .moveAlias: AliasBody.self
        case .promote, .deploy: PromoteBody.self
        case .approve, .reject: VerdictBody.self
        case .cancel: CancelBody.self
        case .retry: RetryBody.self
        case .reproduce: ReproduceBody.self
        case .prune: PruneBody.self
        case .tag: TagBody.self
        default: nil
        }
    }

    /// The value in a successful answer, or one line of it; nil: the answer is not made of one.
    package var answerType: (any Codable.Type)? {
        switch self {
        case .version: VersionResponse.self
        case .healthz, .readyz: HealthResponse.self
        case .status: StatusResponse.self
        case .pipelines: [PipelineSummary].self
        case .pipeline: PipelineDetail.self
        case .whyNot: WhyNotResponse.self
        case .drift: DriftResponse.self
        case .performance: PerformanceResponse.self
        case .triggers: [TriggerSummary].self
        case .runs: [RunSummary].self
        case .run: RunDetail.self
        case .runLogs: LogLine.self
        case .whyRun, .whyDeployment: WhyResponse.self
        case .reproduction, .reproduce: ReproductionResponse.self
        case .request: RequestDetail.self
        case .deployments: [DeploymentSummary].self
        case .deployment: DeploymentSummary.self
        case .models: [ModelVersionSummary].self
        case .model: ModelVersionDetail.self
        case .lineage: LineageResponse.self
        case .fileLineage: FileLineageResponse.self
        case .datasets: [DatasetSummary].self
        case .decision: DecisionDetail.self
        case .audit: AuditResponse.self
        case .doctor: DoctorResponse.self
        case .outbox: [ReceiverSummary].self
        case .events: EventLine.self
        case .startRun, .retry: RunReply.self
        case .addPredictions, .addLabels: RowsReply.self
        case .addMetrics, .pause, .resume, .rollback, .cancel, .moveAlias, .promote, .deploy, .approve, .reject,
            .forget, .tag:
            ActionReply.self
        case .prune: PruneResponse.self
        case .champion: ChampionResponse.self
        case .verify: VerifyResponse.self
        case .configuration: ConfigurationResponse.self
        case .reload: ReloadResponse.self
        case .metrics, .openapi, .backup: nil
        }
    }
}
