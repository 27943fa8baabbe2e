import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import MLOpsControl
import MLOpsCore
import NIOCore
import NIOHTTP1

/// Turns what handlers throw into problems, and refuses what no client of ours sends.
struct APIMiddleware: RouterMiddleware {
    typealias Input = Request
    typealias Output = Response
    typealias Context = APIContext

    let logger: Logger

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            try refuseBrowsers(request)
            try refuseOtherBodies(request)
            return try await next(request, context)
        } catch let failure as APIFailure {
            return try Response(problem: failure.problem, retryAfter: failure.retryAfter)
        } catch let error as StoreError {
            return try Response(problem: APIFailure(error).problem)
        } catch let error as any HTTPResponseError {
            return try Response(problem: Self.problem(for: error, request))
        } catch let error as HTTPParserError {
            // The connection answers and closes: what follows on it can not be told from the body.
            throw error
        } catch is CancellationError {
            return try Response(problem: APIFailure(.serviceUnavailable, .unavailable, "mlopsd is stopping").problem)
        } catch {
            logger.error("cannot answer \(request.method) \(request.uri.path): \(error)")
            return try Response(
                problem: APIFailure(
                    .internalServerError, .internalError, "a fault of the daemon", hint: "journalctl -u mlopsd"
                ).problem)
        }
    }

    /// A page in a browser must not be able to ask or command the daemon through a forwarded port: pages of other
    /// sites send an Origin, and pages that were rebound to this address a name with dots.
    private func refuseBrowsers(_ request: Request) throws {
        if request.headers[.origin] != nil {
            throw APIFailure(.forbidden, .notPermitted, "requests with an Origin are refused")
        }
        guard let authority = request.head.authority, !Self.isLocal(authority) else { return }
        throw APIFailure(
            .forbidden, .notPermitted, "requests to the host \"\(authority.prefix(80))\" are refused",
            hint: "use the host localhost")
    }

    static func isLocal(_ authority: String) -> Bool {
        if authority.hasPrefix("127.0.0.1") || authority.hasPrefix("[::1]") {
            let port = authority.drop { $0 != "]" }.isEmpty ? authority.dropFirst(9) : authority.dropFirst(5)
            return port.isEmpty || port.first == ":" && port.dropFirst().allSatisfy(\.isNumber)
        }
        // One label is no public name.
        return !authority.contains(".")
    }

    private func refuseOtherBodies(_ request: Request) throws {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        let isChunked = request.headers[.transferEncoding] != nil
        guard length > 0 || isChunked else { return }
        if request.method != .post {
            throw APIFailure(.badRequest, .malformed, "\(request.method) takes no body")
        }
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw APIFailure(
                .unsupportedMediaType, .unsupportedMediaType, "the body must be JSON",
                hint: "set Content-Type: application/json")
        }
    }

    private static func problem(for error: any HTTPResponseError, _ request: Request) -> Problem {
        switch error.status {
        case .notFound:
            APIFailure(.notFound, .notFound, "there is no route \(request.method) \(request.uri.path.prefix(200))")
                .problem
        case .methodNotAllowed:
            APIFailure(.methodNotAllowed, .methodNotAllowed, "\(request.method) is not possible here").problem
        case .contentTooLarge: APIFailure(.contentTooLarge, .tooLarge, "the body is too large").problem
        default: APIFailure(error.status, .malformed, error.status.reasonPhrase).problem
        }
    }
}
