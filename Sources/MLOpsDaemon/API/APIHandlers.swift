import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsCore
import NIOCore

/// The operations of the API. Each is a method named after its `Route`; files hold those of one kind of thing.
struct APIHandlers: Sendable {
    static let largestBody = 1 << 20

    let services: APIServices

    /// Registers every route of the table: a route without a handler does not compile.
    func register(on router: Router<APIContext>) {
        for route in Route.allCases {
            router.on(RouterPath(route.routerPath), method: route.requestMethod) { request, context in
                try await respond(to: route, request, context)
            }
        }
    }

    private func respond(to route: Route, _ request: Request, _ context: APIContext) async throws -> Response {
        do {
            return switch route.method {
            case .get: try await read(route, request, context)
            case .post: try await change(route, request, context)
            }
        } catch let error as StoreError {
            throw APIFailure(error)
        }
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
        case .triggers: try Response(json: try await triggers(request))
        case .datasets: try Response(json: try await datasets(request))
        case .runs: try Response(json: try runs(request))
        case .run: try Response(json: try await run(context.runID(), request))
        case .runLogs: try runLogs(context.runID(), request)
        case .whyRun: try Response(json: try whyRun(context.runID()))
        case .request: try Response(json: try requestDetail(context.identifier("id")))
        case .deployments: try Response(json: try deployments(request))
        case .whyDeployment: try Response(json: try whyDeployment(context.identifier("id")))
        case .models: try Response(json: try models(request))
        case .model: try Response(json: try model(context.versionID()))
        case .lineage: try Response(json: try lineage(context.versionID()))
        case .decision: try Response(json: try decision(context.identifier("id")))
        case .audit: try Response(json: try audit())
        case .doctor: try Response(json: try await doctor())
        case .events: events(request)
        case .metrics: try await metrics()
        case .openapi: try openAPI()
        case .startRun, .pause, .resume, .rollback, .cancel, .retry, .reload:
            throw APIFailure(.methodNotAllowed, .methodNotAllowed, "this is not a thing to read")
        }
    }

    private func change(_ route: Route, _ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try await caller(context)
        switch route {
        case .startRun: return try await startRun(context.name(), try await body(request), by: actor)
        case .pause: return try await pause(context.name(), try await body(request), by: actor)
        case .resume: return try await resume(context.name(), try await body(request), by: actor)
        case .rollback: return try await rollback(context.name(), try await body(request), by: actor)
        case .cancel: return try await cancel(context.runID(), try await body(request), by: actor)
        case .retry: return try await retry(context.runID(), try await body(request), by: actor)
        case .reload: return try Response(json: await services.reload().response)
        default: throw APIFailure(.methodNotAllowed, .methodNotAllowed, "this can only be read")
        }
    }

    /// Who asks. Only the kernel's word counts; a caller that it does not name may read and nothing else.
    private func caller(_ context: APIContext) async throws -> Actor {
        guard let peer = await Peer(of: context.channel) else {
            throw APIFailure(.forbidden, .notPermitted, "changes are taken on the Unix socket only")
        }
        return peer.actor
    }

    /// Reads the body; an empty one is an empty object.
    private func body<Value: Decodable>(_ request: Request) async throws -> Value {
        let buffer = try await request.body.collect(upTo: Self.largestBody)
        let data = buffer.readableBytes == 0 ? Data("{}".utf8) : Data(buffer.readableBytesView)
        do {
            return try ControlJSON.decode(Value.self, from: data)
        } catch {
            throw APIFailure.malformed("cannot read the body as JSON: \(error.apiText)")
        }
    }
}

extension Route {
    /// The template as the router writes it: `:name` for `{name}`.
    fileprivate var routerPath: String {
        String(template.compactMap { $0 == "{" ? ":" : $0 == "}" ? nil : $0 })
    }

    fileprivate var requestMethod: HTTPRequest.Method { method == .get ? .get : .post }
}

extension APIContext {
    func identifier(_ name: String) throws -> String {
        guard let text = parameters.get(name) else { throw APIFailure.malformed("the path lacks \(name)") }
        return text
    }

    func name() throws -> PipelineName { PipelineName(try identifier("name")) }

    func runID() throws -> RunID {
        let text = try identifier("id")
        guard let id = RunID(parsing: text) else {
            throw APIFailure.notFound("run \"\(text)\"", hint: "mlopsctl list-runs")
        }
        return id
    }

    func versionID() throws -> ModelVersionID {
        let text = try identifier("pipeline") + "/" + identifier("number")
        guard let id = ModelVersionID(parsing: text) else {
            throw APIFailure.notFound("model \"\(text)\"", hint: "mlopsctl list-models")
        }
        return id
    }
}

extension Request {
    func query(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = query(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw APIFailure.malformed("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func pipelineFilter() -> PipelineName? { query("pipeline").map { PipelineName($0) } }
}

extension Error {
    /// The place and the problem of a decoding error, without the words of the library around them.
    fileprivate var apiText: String {
        guard let error = self as? DecodingError else { return "\(self)" }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: "/")
            return path.isEmpty ? context.debugDescription : "/\(path): \(context.debugDescription)"
        case .keyNotFound(let key, _): return "member \"\(key.stringValue)\" is missing"
        @unknown default: return "\(error)"
        }
    }
}
