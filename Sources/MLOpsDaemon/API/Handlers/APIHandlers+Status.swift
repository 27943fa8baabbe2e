import Glibc
import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import NIOCore
import OrderedCollections

extension APIHandlers {
    static let dueShown = 8
    static let failuresShown = 5

    func health() throws -> Response {
        let reasons = services.health.reasons
        return try Response(json: HealthResponse(state: reasons.isEmpty ? .ok : .degraded, reasons: reasons))
    }

    func readiness() throws -> Response {
        let reasons = services.health.reasons
        let response = HealthResponse(state: reasons.isEmpty ? .ok : .degraded, reasons: reasons)
        return try Response(json: response, status: services.health.isReady ? .ok : .serviceUnavailable)
    }

    func status() async throws -> StatusResponse {
        let now = services.now()
        let views = try await services.inbox.pipelineViews()
        let overview = try services.store.overview(of: views.map(\.names), failures: Self.failuresShown)
        let failures = try services.store.countFailures(since: now.wall - .seconds(86_400))
        let due = views.flatMap { triggerSummaries($0, overview, now: now) }
            .filter { $0.nextAt != nil && $0.firesAlone }
            .sorted { ($0.nextAt?.microseconds ?? 0) < ($1.nextAt?.microseconds ?? 0) }
        let active = views.flatMap(\.runs).sorted { $0.id < $1.id }
        return StatusResponse(
            daemon: try daemonStatus(views, failures: failures),
            pipelines: views.filter(\.isOfInterest).map { summary(of: $0, overview, now: now) },
            activeRuns: active.map { MLOpsControl.RunSummary($0, now: now) }, due: Array(due.prefix(Self.dueShown)),
            failures: overview.failures.map { MLOpsControl.RunSummary($0, now: now) },
            failedDeployments: try failedDeployments(at: now.wall))
    }

    private func daemonStatus(_ views: [PipelineView], failures: Int) throws -> DaemonStatus {
        let reasons = try reasons(views)
        return DaemonStatus(
            version: Version.text, pid: getpid(), since: Timestamp(services.health.startedAt),
            state: reasons.isEmpty ? .ok : .degraded, reasons: reasons,
            instance: services.paths.isUserInstance ? "user" : "system",
            configuration: services.paths.configuration, stateDirectory: services.paths.state,
            lastReload: services.health.lastReload,
            counts: .init(
                pipelines: views.count { !$0.state.isGone },
                removedPipelines: views.count(where: \.state.isGone), activeRuns: views.map(\.runs.count).reduce(0, +),
                pendingRequests: views.map(\.state.requests.count).reduce(0, +), failuresLastDay: failures),
            residentBytes: ProcessMemory.residentBytes, databaseBytes: FileSize.of(services.paths.database))
    }

    private func reasons(_ views: [PipelineView]) throws -> [DegradedReason] {
        try outboxReasons(at: services.now().wall) + movedTargets(views).map(\.reason) + services.health.reasons
            + views.flatMap(\.datasetReasons) + services.serviceReasons(views.map(\.state.name))
    }

    /// Where a model is live is told by the last deployments; of all there are as many as the pipeline is old.
    private static let deploymentsSought = 10

    private func movedTargets(_ views: [PipelineView]) throws -> [MovedTarget] {
        try views.compactMap { view in
            guard view.state.disabled == nil, let definition = view.definition, definition.deployment?.target != nil
            else { return nil }
            let recent = try services.store.deployments(
                pipeline: definition.name, Page(limit: Self.deploymentsSought))
            return MovedTarget(
                definition,
                DeploymentStanding(
                    live: recent.first { $0.state == .live }.map { [$0] } ?? [],
                    open: recent.filter { $0.state == .intended }))
        }
    }

    func metrics() async throws -> Response {
        let views = try await services.inbox.pipelineViews()
        let text = OpenMetrics(
            views: views, health: services.health, databaseBytes: FileSize.of(services.paths.database),
            reasons: (try? reasons(views)) ?? services.health.reasons,  // A record that cannot be read is one.
            failedDeployments: (try? failedDeployments(at: services.now().wall)) ?? [],  // It is one of the reasons.
            receivers: (try? outbox()) ?? []  // A record that cannot be read is one of the reasons.
        ).text
        return Response(
            status: .ok,
            headers: [.contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    func openAPI() throws -> Response {
        let document = ByteBuffer(bytes: try OpenAPIDocument.json())
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: document))
    }

    func events(_ request: Request, _ context: APIContext) async throws -> Response {
        let permit = try await permits.take(for: Peer.of(context.channel).get()?.user)
        let pipeline = request.query("pipeline")
        let lines = services.feed.lines(after: request.query("after"))
        return Response(lines: lines.filter { pipeline == nil || $0.pipeline == pipeline }, permit)
    }
}

extension PipelineView {
    /// Whether a person who looks at what there is wants to see it.
    fileprivate var isOfInterest: Bool { !state.isGone || isInUse }

    /// Whether something of it runs, waits or is live.
    var isInUse: Bool { !runs.isEmpty || !state.requests.isEmpty || state.champion != nil }

    /// Datasets that can not be watched, of those that its definition asks for.
    var datasetReasons: [DegradedReason] {
        (definition?.datasets ?? []).compactMap { dataset in
            state.datasets[dataset.name]?.unavailable.map { reason in
                DegradedReason(
                    code: "dataset-unavailable", detail: "dataset \"\(dataset.name)\" of \"\(state.name)\": \(reason)",
                    hint: "mlopsctl list-datasets")
            }
        }
    }
}
