package import FoundationEssentials

/// Asks the daemon over its control socket; each request has a connection of its own.
package struct ControlClient: Sendable {
    package var endpoint: ControlEndpoint
    /// Silence for this long ends a request, but never a stream.
    package var timeoutSeconds: Double

    package init(endpoint: ControlEndpoint, timeoutSeconds: Double = 30) {
        self.endpoint = endpoint
        self.timeoutSeconds = timeoutSeconds
    }

    /// Returns the answer to a question.
    package func get<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String] = [], query: [(name: String, value: String?)] = [],
        as type: Value.Type = Value.self
    ) async throws(ControlError) -> Value {
        try Self.decode(type, try await data(route, values, query: query))
    }

    /// Returns the body of an answer as it is.
    package func data(
        _ route: Route, _ values: [String] = [], query: [(name: String, value: String?)] = []
    ) async throws(ControlError) -> Data {
        try await body(of: HTTPRequest(route, values, query))
    }

    /// Asks for a change and returns what came of it.
    ///
    /// The same `idempotencyKey` with the same body gets the first answer again, so that a request whose answer was
    /// lost can be repeated.
    package func post<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String] = [], body: some Encodable, idempotencyKey: String? = nil,
        as type: Value.Type = Value.self
    ) async throws(ControlError) -> Value {
        var request = HTTPRequest(route, values, [])
        do {
            request.body = try ControlJSON.encode(body)
        } catch {
            throw .unreadable(cause: "the request can not be written as JSON: \(error)")
        }
        request.idempotencyKey = route.takesIdempotencyKey ? idempotencyKey : nil
        return try Self.decode(type, try await self.body(of: request))
    }

    /// Calls `each` for every line of a stream until it returns false or the stream ends.
    package func lines<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String] = [], query: [(name: String, value: String?)] = [],
        as type: Value.Type = Value.self, _ each: (Value) async -> Bool
    ) async throws(ControlError) {
        var splitter = LineSplitter()
        let exchange = HTTPExchange(endpoint: endpoint, silenceSeconds: nil)
        try await exchange.perform(HTTPRequest(route, values, query)) { (part) throws(ControlError) in
            for line in try splitter.lines(adding: part) where !line.isEmpty {
                guard await each(try Self.decode(type, line)) else { return false }
            }
            return true
        }
        if let rest = splitter.rest { _ = await each(try Self.decode(type, rest)) }
    }

    /// Calls `take` for each part of an answer that may be long, until it returns false; the daemon may take its time.
    ///
    /// Returns when all of it came; an answer that breaks off is an error.
    package func parts(_ route: Route, take: (Data) -> Bool) async throws(ControlError) {
        let exchange = HTTPExchange(endpoint: endpoint, silenceSeconds: nil)
        try await exchange.perform(HTTPRequest(route, [], [])) { (part) throws(ControlError) in take(part) }
    }

    /// Asks a second time where a connection ended before anything of the answer came, as it may while the daemon
    /// restarts, and nothing can be done twice by that.
    private func body(of request: HTTPRequest) async throws(ControlError) -> Data {
        var body = Data()
        do {
            try await read(request, into: &body)
        } catch .interrupted where body.isEmpty && request.isRepeatable {
            try await read(request, into: &body)
        }
        return body
    }

    private func read(_ request: HTTPRequest, into body: inout Data) async throws(ControlError) {
        let exchange = HTTPExchange(endpoint: endpoint, silenceSeconds: timeoutSeconds)
        try await exchange.perform(request) { (part) throws(ControlError) in
            body.append(part)
            guard body.count <= Self.largestBody else {
                throw .unreadable(cause: "the answer has more than \(Self.largestBody) bytes")
            }
            return true
        }
    }

    /// The daemon bounds what it sends; what is longer is not from it.
    private static let largestBody = 64 << 20

    private static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws(ControlError) -> Value {
        do {
            return try ControlJSON.decode(type, from: data)
        } catch {
            throw .unreadable(cause: "\(type): \(error)")
        }
    }
}
