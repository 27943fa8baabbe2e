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
        let client = ControlClient(endpoint: common.endpoint, timeoutSeconds: timeoutSeconds)
        do {
            return try await client.get(route, values, query: query)
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
        let client = ControlClient(endpoint: common.endpoint)
        do {
            return try await client.post(route, values, body: body, idempotencyKey: key ?? Self.newKey())
        } catch {
            throw CommandFailure(error, isUserInstance: common.user)
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
