import Testing

/// Polls a condition until it holds; the test fails when it does not within the deadline.
func eventually(
    within limit: Duration = .seconds(120), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var looks = 0
    // While tests that do not suspend keep the few threads of all tasks, what is waited for can not go on either.
    while clock.now < deadline || looks < fewestLooks {
        if try await condition() { return }
        looks += 1
        try await clock.sleep(for: .milliseconds(2))
    }
    Issue.record(what, sourceLocation: sourceLocation)
}

private let fewestLooks = 1000
