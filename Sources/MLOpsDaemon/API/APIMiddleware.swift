import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import NIOCore

/// Turns what handlers throw into problems, and refuses what no client of ours sends.
struct APIMiddleware: RouterMiddleware {
    typealias Input = Request
    typealias Output = Response
    typealias Context = APIContext

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            try refuseBrowsers(request)
            return try await next(request, context)
        } catch let failure as APIFailure {
            return try Response(problem: failure.problem)
        } catch let error as any HTTPResponseError {
            return try Response(problem: Self.problem(for: error, request))
        }
    }

    /// A page in a browser must not be able to command the daemon through a forwarded port.
    private func refuseBrowsers(_ request: Request) throws {
        if request.headers[.origin] != nil {
            throw APIFailure(.forbidden, .notPermitted, "requests with an Origin are refused")
        }
        guard request.method == .post, let length = request.headers[.contentLength], length != "0" else { return }
        guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
            throw APIFailure(
                .unsupportedMediaType, .unsupportedMediaType, "the body must be JSON",
                hint: "set Content-Type: application/json")
        }
    }

    private static func problem(for error: any HTTPResponseError, _ request: Request) -> Problem {
        switch error.status {
        case .notFound:
            APIFailure(.notFound, .notFound, "there is no route \(request.method) \(request.uri.path)").problem
        case .methodNotAllowed:
            APIFailure(.methodNotAllowed, .methodNotAllowed, "\(request.method) is not possible here").problem
        case .contentTooLarge: APIFailure(.contentTooLarge, .tooLarge, "the body is too large").problem
        default: APIFailure(error.status, .malformed, error.status.reasonPhrase).problem
        }
    }
}

extension Response {
    init(problem: Problem) throws {
        let body = ByteBuffer(bytes: try ControlJSON.encode(problem))
        self.init(
            status: .init(code: problem.status), headers: [.contentType: "application/problem+json"],
            body: .init(byteBuffer: body))
    }

    init(json value: some Encodable, status: HTTPResponse.Status = .ok) throws {
        var body = ByteBuffer(bytes: try ControlJSON.encode(value))
        body.writeInteger(UInt8(ascii: "\n"))
        self.init(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }

    /// One JSON object a line, until the sequence ends or the client goes.
    init<Lines: AsyncSequence & Sendable>(lines: Lines) where Lines.Element: Encodable & Sendable {
        self.init(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: .init { writer in
                for try await line in lines {
                    var buffer = ByteBuffer(bytes: try ControlJSON.encode(line))
                    buffer.writeInteger(UInt8(ascii: "\n"))
                    try await writer.write(buffer)
                }
                try await writer.finish(nil)
            })
    }
}
