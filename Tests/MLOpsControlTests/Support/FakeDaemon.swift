import MLOpsControl
import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server on a Unix socket that answers what a test tells it to.
struct FakeDaemon: Sendable {
    struct Request: Sendable, Hashable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: String
    }

    struct Answer: Sendable {
        enum End: Sendable {
            case complete
            /// The connection is closed in the middle of the body.
            case cut
            /// The connection is kept and nothing more comes.
            case silence
        }

        var status: Int = 200
        var type = "application/json"
        var parts: [String]
        var end = End.complete

        static func json(_ value: some Encodable) throws -> Answer {
            Answer(parts: [String(decoding: try ControlJSON.encode(value), as: UTF8.self)])
        }

        static func lines(_ values: [some Encodable], end: End = .complete) throws -> Answer {
            let lines = try values.map { String(decoding: try ControlJSON.encode($0), as: UTF8.self) + "\n" }
            return Answer(type: "application/x-ndjson", parts: lines, end: end)
        }

        static func problem(_ status: Int, _ code: ProblemCode, _ detail: String, hint: String? = nil) throws -> Answer
        {
            let problem = Problem(
                type: "about:blank", title: "No", status: status, detail: detail, code: code, hint: hint)
            var answer = try json(problem)
            (answer.status, answer.type) = (status, "application/problem+json")
            return answer
        }
    }

    let socket: String
    private let seen: SeenRequests

    /// Every request so far.
    var requests: [Request] { seen.all }

    private init(socket: String, seen: SeenRequests) {
        self.socket = socket
        self.seen = seen
    }

    /// Runs `body` with a daemon that answers each request as `answer` says, a closed connection where it throws.
    static func run(
        _ answer: @escaping @Sendable (Request) throws -> Answer, _ body: (FakeDaemon) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory.make()
        let socket = "\(directory)/mlopsd.sock"
        let seen = SeenRequests()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(AnsweringHandler(seen: seen, answer: answer))
                }
            }
            .bind(unixDomainSocketPath: socket).get()
        let daemon = FakeDaemon(socket: socket, seen: seen)
        defer { TemporaryDirectory.remove(directory) }
        do {
            try await body(daemon)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }
}
