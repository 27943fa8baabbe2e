import FoundationEssentials

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

    /// As it is written.
    var bytes: [UInt8] {
        let lines = ["\(route.method == .post ? "POST" : "GET") \(target) HTTP/1.1"] + fields.map { "\($0): \($1)" }
        return Array(lines.joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8) + (body.map { Array($0) } ?? [])
    }

    private var fields: [(name: String, value: String)] {
        var fields = [
            // The server refuses other names, against pages that a browser rebinds to it.
            ("Host", "localhost"), ("User-Agent", "mlopsctl"), ("Connection", "close"),
            ("Accept", "application/json, application/x-ndjson, application/problem+json"),
        ]
        if route.method == .post {
            fields.append(("Content-Type", "application/json"))
            fields.append(("Content-Length", String(body?.count ?? 0)))
        }
        if let idempotencyKey { fields.append(("Idempotency-Key", idempotencyKey)) }
        return fields
    }
}
