import MLOpsCore
import Testing

@testable import MLOpsDaemon

/// What the screens say of pipelines whose file was taken away.
@Suite struct `Pipelines without a file` {
    private static func counts(_ answer: HTTPAnswer) throws -> [String: Int] {
        let daemon = try #require(answer["daemon"] as? [String: Any])
        let counts = try #require(daemon["counts"] as? [String: Any])
        return counts.compactMapValues { $0 as? Int }
    }

    private static func state(_ answer: HTTPAnswer) -> String? {
        (answer["daemon"] as? [String: Any])?["state"] as? String
    }

    private static func pipelines(_ answer: HTTPAnswer) -> [String] {
        (answer["pipelines"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    }

    @Test func `make the daemon no worse, and are counted apart and left out`() async throws {
        let api = try await APIFixture()
        api.inbox.send(.datasetUnavailable("churn", "in", reason: "cannot resolve"))
        let before = try await api.get("/v1/status")
        #expect(Self.state(before) == "degraded" && Self.pipelines(before) == ["churn"])
        #expect(try Self.counts(before)["pipelines"] == 1 && Self.counts(before)["removed_pipelines"] == 0)
        api.inbox.send(.configured(Configured(pipelines: [], host: HostPolicy())))
        let after = try await api.get("/v1/status")
        #expect(Self.state(after) == "ok" && Self.pipelines(after).isEmpty)
        #expect(try Self.counts(after)["pipelines"] == 0 && Self.counts(after)["removed_pipelines"] == 1)
        let checks = try #require(try await api.get("/v1/doctor")["checks"] as? [[String: Any]])
        #expect(!checks.contains { $0["name"] as? String == "pipeline" }, "\(checks)")
        let list = try #require(try await api.get("/v1/pipelines").json as? [[String: Any]])
        #expect(list.map { $0["state"] as? String } == ["disabled"])
        try await api.stop()
    }

    @Test func `are forgotten when a person says so, and are history from then on`() async throws {
        let api = try await APIFixture()
        try await api.completeRun()
        let refused = try await api.post("/v1/pipelines/churn/forget")
        #expect(refused.status == 409 && refused.body.contains("still there"), "\(refused.body)")
        api.inbox.send(.configured(Configured(pipelines: [], host: HostPolicy())))
        let done = try await api.post("/v1/pipelines/churn/forget")
        #expect(done.status == 200, "\(done.body)")
        let status = try await api.get("/v1/status")
        #expect(try Self.pipelines(status).isEmpty && Self.counts(status)["removed_pipelines"] == 0)
        #expect(try #require(try await api.get("/v1/pipelines").json as? [[String: Any]]).isEmpty)
        #expect(try await api.get("/v1/pipelines/churn").status == 404)
        #expect(try await api.post("/v1/pipelines/churn/forget").status == 404)
        let runs = try #require(try await api.get("/v1/runs?pipeline=churn").json as? [[String: Any]])
        #expect(runs.count == 1)
        try await api.stop()
    }

    @Test func `are shown while something of theirs is live`() async throws {
        let api = try await APIFixture()
        try await api.completeRun()
        api.inbox.send(.configured(Configured(pipelines: [], host: HostPolicy())))
        let status = try await api.get("/v1/status")
        #expect(Self.state(status) == "ok" && Self.pipelines(status) == ["churn"])
        try await api.stop()
    }
}
