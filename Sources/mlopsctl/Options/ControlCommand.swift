import ArgumentParser
import MLOpsControl

/// A verb that asks the daemon.
protocol ControlCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
}

extension ControlCommand {
    var console: Console { common.console }

    func get<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String] = [], query: [(name: String, value: String?)] = [],
        timeoutSeconds: Double = 30, as type: Value.Type = Value.self
    ) async throws(CommandFailure) -> Value {
        try await ask(timeoutSeconds) { (client) throws(ControlError) in
            try await client.get(route, values, query: query)
        }
    }

    /// Returns nil while the daemon is not there: what it does outlives it, and so does waiting for that.
    func getPatiently<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String]
    ) async throws(CommandFailure) -> Value? {
        do {
            return try await get(route, values)
        } catch  where error.kind == .unreachable {
            return nil
        }
    }

    /// Shows the answer to a question as `text` makes it.
    ///
    /// A program gets what the daemon wrote, byte by byte: also members that only a newer daemon knows, and sooner.
    func show<Value: Codable & Sendable>(
        _ route: Route, _ values: [String] = [], query: [(name: String, value: String?)] = [],
        text: (Value, TextStyle) -> String
    ) async throws(CommandFailure) {
        guard console.isJSON, !console.isTerminal else {
            let value: Value = try await get(route, values, query: query)
            return try console.show(value) { text(value, $0) }
        }
        try console.show(
            json: try await ask { (client) throws(ControlError) in
                try await client.data(route, values, query: query)
            })
    }

    private func ask<Answer>(
        _ timeoutSeconds: Double = 30, _ question: (ControlClient) async throws(ControlError) -> Answer
    ) async throws(CommandFailure) -> Answer {
        do {
            return try await question(ControlClient(endpoint: common.endpoint, timeoutSeconds: timeoutSeconds))
        } catch {
            throw CommandFailure(error, isUserInstance: common.user)
        }
    }

    /// Asks for a change.
    ///
    /// What starts something gets a key of its own, so that the daemon can tell a repetition from a second wish.
    func post<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String] = [], body: some Encodable, key: String? = nil,
        as type: Value.Type = Value.self
    ) async throws(CommandFailure) -> Value {
        try await ask { (client) throws(ControlError) in
            try await client.post(route, values, body: body, idempotencyKey: key ?? Self.newKey())
        }
    }

    func lines<Value: Decodable & Sendable>(
        _ route: Route, _ values: [String] = [], query: [(name: String, value: String?)] = [],
        _ each: (Value) async -> Bool
    ) async throws(ControlError) {
        try await ControlClient(endpoint: common.endpoint).lines(route, values, query: query, each)
    }

    func failure(_ error: ControlError) -> CommandFailure {
        CommandFailure(error, isUserInstance: common.user)
    }

    private static func newKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return [generator.next(), generator.next()].map { String($0, radix: 16) }.joined(separator: "-")
    }
}
