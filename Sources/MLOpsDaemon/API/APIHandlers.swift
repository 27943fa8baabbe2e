import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsStore
import NIOCore

/// The operations of the API.
///
/// Each is a method named after its `Route`; files hold those of one kind of thing.
struct APIHandlers: Sendable {
    let services: APIServices
    let limits: APILimits
    let permits: StreamPermits
    let budget: RequestBudget

    init(services: APIServices, limits: APILimits) {
        self.services = services
        self.limits = limits
        permits = StreamPermits(limits: limits)
        budget = RequestBudget(limits: limits)
    }

    /// Registers every route of the table: a route without a handler does not compile.
    func register(on router: Router<APIContext>) {
        for route in Route.allCases {
            router.on(RouterPath(route.routerPath), method: route.requestMethod) { request, context in
                try await respond(to: route, request, context)
            }
        }
    }

    private func respond(to route: Route, _ request: Request, _ context: APIContext) async throws -> Response {
        let peer = try await Peer.of(context.channel).get()
        try budget.take(for: peer?.user, at: services.now())
        try authorize(peer, route, request)
        return switch route.method {
        case .get: try await read(route, request, context)
        case .post: try await audited(peer, route, request) { try await change(route, request, context) }
        }
    }

    /// Only the kernel's word counts.
    private func authorize(_ peer: Peer?, _ route: Route, _ request: Request) throws {
        guard let failure = refusal(of: peer, needing: route.role) else { return }
        services.audit.tell(peer?.actor, of: peer?.group, mayNot: route, request.uri.path)
        throw failure
    }

    /// nil: the caller has the role.
    private func refusal(of peer: Peer?, needing needed: Role) -> APIFailure? {
        let role = peer.flatMap { services.roles.role(user: $0.user, groups: $0.groups) }
        if let role, role >= needed { return nil }
        return APIFailure(
            .forbidden, .notPermitted,
            "only \(needed)s may do this, and you are \(role.map(\.withArticle) ?? "none")",
            hint: "adduser NAME \(needed.group), and log in again")
    }

    private func audited(
        _ peer: Peer?, _ route: Route, _ request: Request, _ change: () async throws -> Response
    ) async throws -> Response {
        guard let peer, route.isCommand else { return try await change() }
        let actor = peer.actor
        do {
            let response = try await change()
            services.audit.tell(actor, of: peer.group, commanded: route, request.uri.path, problem: nil)
            return response
        } catch {
            services.audit.tell(
                actor, of: peer.group, commanded: route, request.uri.path, problem: Self.text(error))
            throw error
        }
    }

    private static func text(_ error: any Error) -> String {
        (error as? APIFailure)?.problem.detail ?? "\(error)"
    }

    private func read(_ route: Route, _ request: Request, _ context: APIContext) async throws -> Response {
        switch route {
        case .version: try Response(json: VersionResponse(name: "mlopsd", version: Version.text, api: 1))
        case .healthz: try health()
        case .readyz: try readiness()
        case .status: try Response(json: try await status())
        case .pipelines: try Response(json: try await pipelines())
        case .pipeline: try Response(json: try await pipeline(context.name()))
        case .whyNot: try Response(json: try await whyNot(context.name(), request))
        case .drift: try Response(json: try await drift(context.name()))
        case .performance: try await performance(context.name(), request)
        case .triggers: try Response(json: try await triggers(request))
        case .datasets: try Response(json: try await datasets(request))
        case .runs: try Response(json: try await runs(request))
        case .run: try Response(json: try await run(context.runID(), request))
        case .runLogs: try await runLogs(context.runID(), request, context)
        case .whyRun: try Response(json: try whyRun(context.runID()))
        case .reproduction: try Response(json: try reproduction(context.runID()))
        case .request: try Response(json: try requestDetail(context.identifier("id")))
        case .deployments: try Response(json: try await deployments(request))
        case .deployment: try Response(json: try deployment(context.identifier("id")))
        case .whyDeployment: try Response(json: try whyDeployment(context.identifier("id")))
        case .models: try Response(json: try await models(request))
        case .model: try Response(json: try model(context.versionID()))
        case .lineage: try Response(json: try lineage(context.versionID()))
        case .fileLineage: try Response(json: try await fileLineage(request))
        case .decision: try Response(json: try decision(context.identifier("id")))
        case .audit: try Response(json: try await audit())
        case .champion: try Response(json: try await champion(context.name(), request))
        case .verify: try Response(json: try await verify(request))
        case .doctor: try Response(json: try await doctor())
        case .outbox: try Response(json: try outbox())
        case .backup: try await backup()
        case .configuration: try Response(json: try configuration(request))
        case .events: try await events(request, context)
        case .metrics: try await metrics()
        case .openapi: try openAPI()
        case .addPredictions, .addLabels, .addMetrics, .startRun, .pause, .resume, .rollback, .cancel, .retry, .reload,
            .moveAlias, .promote, .deploy, .approve, .reject, .reproduce, .prune, .forget, .tag:
            throw APIFailure(.methodNotAllowed, .methodNotAllowed, "this is not a thing to read")
        }
    }

    private func change(_ route: Route, _ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await JSONBody(request, limits: limits)
        let demander = try await Demander(route, request, body, context)
        switch route {
        case .addPredictions: return try await takeRows(.predictions, context.name(), body.value(), demander)
        case .addLabels: return try await takeRows(.labels, context.name(), body.value(), demander)
        case .addMetrics: return try await takeMetrics(context.name(), body.value(), demander)
        case .startRun: return try await startRun(context.name(), body.value(), demander)
        case .pause: return try await pause(context.name(), body.value(), demander)
        case .resume: return try await resume(context.name(), body.value(), demander)
        case .rollback: return try await rollback(context.name(), body.value(), demander)
        case .moveAlias: return try await moveAlias(context.name(), context.alias(), body.value(), demander)
        case .promote, .deploy:
            let wanted: PromoteBody = try body.value()
            let peer = try await Peer.of(context.channel).get()
            if wanted.force == true, let failure = refusal(of: peer, needing: Route.roleOfForce) { throw failure }
            return try await promote(context.versionID(), again: route == .deploy, wanted, demander)
        case .approve: return try await approve(context.versionID(), body.value(), demander)
        case .reject: return try await reject(context.versionID(), body.value(), demander)
        case .prune: return try await prune(body.value())
        case .tag: return try tag(context.versionID(), context.identifier("name"), body.value())
        case .forget:
            _ = try body.value(NoMembers.self)
            return try await forget(context.name(), demander)
        case .reproduce:
            _ = try body.value(ReproduceBody.self)
            return try reproduce(context.runID())
        case .cancel: return try await cancel(context.runID(), body.value(), demander)
        case .retry: return try await retry(context.runID(), body.value(), demander)
        case .reload:
            _ = try body.value(NoMembers.self)
            return try Response(json: await services.reload())
        default: throw APIFailure(.methodNotAllowed, .methodNotAllowed, "this can only be read")
        }
    }
}

/// The body of a request that says all in its path.
private struct NoMembers: Decodable {}

extension Route {
    /// The template as the router writes it: `:name` for `{name}`.
    fileprivate var routerPath: String {
        String(template.compactMap { $0 == "{" ? ":" : $0 == "}" ? nil : $0 })
    }

    fileprivate var requestMethod: HTTPRequest.Method { method == .get ? .get : .post }
}
