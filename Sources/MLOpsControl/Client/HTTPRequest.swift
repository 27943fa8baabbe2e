import FoundationEssentials
import NIOCore
import NIOHTTP1

/// A request before it is written.
struct HTTPRequest: Sendable {
    var route: Route
    var target: String
    var body: Data?
    var idempotencyKey: String?

    init(_ route: Route, _ values: [String], _ query: [(name: String, value: String?)]) {
        self.route = route
        target = route.target(values, query: query)
    }

    /// Whether the daemon does the same when it gets it twice as when it gets it once.
    var isRepeatable: Bool { route.method != .post || idempotencyKey != nil }

    var parts: [HTTPClientRequestPart] {
        let content = body.map { [HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: $0)))] } ?? []
        return [.head(head)] + content + [.end(nil)]
    }

    private var head: HTTPRequestHead {
        var headers = HTTPHeaders([
            // The server refuses other names, against pages that a browser rebinds to it.
            ("Host", "localhost"), ("User-Agent", "mlopsctl"), ("Connection", "close"),
            ("Accept", "application/json, application/x-ndjson, application/problem+json"),
        ])
        if route.method == .post {
            headers.add(name: "Content-Type", value: "application/json")
            headers.add(name: "Content-Length", value: String(body?.count ?? 0))
        }
        if let idempotencyKey { headers.add(name: "Idempotency-Key", value: idempotencyKey) }
        return HTTPRequestHead(
            version: .http1_1, method: route.method == .post ? .POST : .GET, uri: target, headers: headers)
    }
}
