import MLOpsControl
import Testing

@testable import MLOpsDaemon

/// What answers say in words, and to whom they say that there is nothing.
@Suite struct `Answers` {
    @Test func `to questions about a pipeline that never was are that there is none`() async throws {
        let api = try await APIFixture()
        for route: Route in [.runs, .models, .deployments, .triggers, .datasets, .verify] {
            let unknown = try await api.get(route.target(query: [("pipeline", "nosuch")]))
            #expect(unknown.status == 404 && unknown.code == "not-found", "\(route): \(unknown.body)")
            #expect(unknown["detail"] as? String == "there is no pipeline \"nosuch\"")
            #expect(try await api.get(route.target(query: [("pipeline", "churn")])).status == 200, "\(route)")
        }
        try await api.stop()
    }

    @Test func `count as done what succeeded, and say who asked for a run`() async throws {
        let api = try await APIFixture(exitCodes: [1])
        let run = try await api.completeRun()
        let failed = try #require(try await api.get("/v1/runs/\(run)")["run"] as? [String: Any])
        #expect(failed["outcome"] as? String == "failed" && failed["steps_done"] as? Int == 0, "\(failed)")
        let next = try await api.completeRun()
        let succeeded = try #require(try await api.get("/v1/runs/\(next)")["run"] as? [String: Any])
        #expect(succeeded["steps_done"] as? Int == 1)
        let why = try await api.get("/v1/runs/\(next)/why")
        #expect((why["answer"] as? String)?.hasPrefix("\(next) was asked for by ") == true, "\(why.body)")
        #expect(why.body.contains("1 file (1 new), 100 bytes"), "\(why.body)")
        try await api.stop()
    }

    @Test func `name roles with their article`() {
        #expect(Role.allCases.map(\.withArticle) == ["a viewer", "an operator", "an administrator"])
    }
}
