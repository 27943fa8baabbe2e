/// Asks again and again until there is an answer; throws when there is none within the limit.
///
/// The limit is only reached by what is broken: the machine may be busy with something else for a long time.
func eventually<Value>(
    within limit: Duration = .seconds(300), _ what: @autoclosure () -> String, _ answer: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var pause = Duration.milliseconds(2)
    while true {
        if let value = try await answer() { return value }
        guard clock.now < deadline else { throw HarnessError("waited \(limit) in vain: \(what())") }
        try await clock.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(50))
    }
}

/// Asks again and again until it is so; throws when it is not within the limit.
func eventually(
    within limit: Duration = .seconds(300), _ what: @autoclosure () -> String, holds: () async throws -> Bool
) async throws {
    _ = try await eventually(within: limit, what()) { try await holds() ? true : nil }
}
