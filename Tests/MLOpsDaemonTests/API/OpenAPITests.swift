import Foundation
import MLOpsControl
import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `The OpenAPI document` {
    /// A target for each route that reads; nil: it is asked for otherwise.
    static func target(_ route: Route) -> String? {
        switch route {
        case .pipeline, .whyNot, .drift, .performance: route.target(["churn"])
        case .run, .runLogs, .whyRun: route.target(["r2"])
        case .reproduction: nil
        case .request: route.target(["q2"])
        case .champion: route.target(["churn"])
        case .deployment, .whyDeployment: route.target(["l1"])
        case .fileLineage: route.target(query: [("digest", String(repeating: "0", count: 64))])
        case .model, .lineage: route.target(["churn", "1"])
        case .decision: route.target(["d1"])
        case .events: nil
        default: route.method == .get ? route.target() : nil
        }
    }

    @Test func `names every route`() async throws {
        let api = try await APIFixture()
        let document = try #require(try await api.get("/v1/openapi.json").json as? [String: Any])
        #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        for route in Route.allCases {
            #expect(paths[route.template]?[route.method.rawValue.lowercased()] != nil, "\(route)")
        }
        #expect(paths.values.map(\.count).reduce(0, +) == Route.allCases.count)
        try await api.stop()
    }

    @Test func `answers are what it says`() async throws {
        let api = try await APIFixture(logs: { _ in .twoLines })
        let check = try SchemaCheck(try await api.get("/v1/openapi.json").json)
        for _ in 1...2 {
            let run = try await api.completeRun()
            _ = try api.scratch.directory("runs/\(run)")
        }
        for route in Route.allCases {
            guard let target = Self.target(route), ![.openMetrics, .database].contains(route.answer), route != .openapi
            else { continue }
            let answer = try await api.get(target)
            #expect(answer.status == 200, "\(target): \(answer.body)")
            let type = try #require(answer.headers["content-type"])
            let bodies = route.answer == .lines ? answer.body.split(separator: "\n").map(String.init) : [answer.body]
            #expect(!bodies.isEmpty, "\(target)")
            for body in bodies {
                let value = try JSONSerialization.jsonObject(with: Data(body.utf8))
                let violations = try check.violations(of: value, "get", route.template, type: type)
                #expect(violations.isEmpty, "\(target): \(violations) in \(body)")
            }
        }
        try await api.stop()
    }

    @Test func `answers to changes are what it says`() async throws {
        let api = try await APIFixture()
        let check = try SchemaCheck(try await api.get("/v1/openapi.json").json)
        let run = try await api.completeRun()
        _ = try await api.completeRun()
        let changes: [(Route, [String], String)] = [
            (.startRun, ["churn"], #"{"reason": "a", "parameters": {"rate": "2"}}"#),
            (.startRun, ["churn"], #"{"dry_run": true}"#), (.startRun, ["nobody"], "{}"),
            (.addPredictions, ["churn"], #"{"rows": [{"id": 1, "at": "2026-11-25T00:00:00Z", "said": true}]}"#),
            (.addLabels, ["churn"], #"{"rows": [{"id": "1", "came": 0}, {"id": null}, {"id": "2", "came": "x"}]}"#),
            (.addLabels, ["churn"], #"{"rows": [{"key": 1}]}"#), (.addLabels, ["nobody"], #"{"rows": []}"#),
            (
                .addMetrics, ["churn"],
                #"{"points": [{"metric": "f1", "value": 0.8, "samples": 9, "low": 0.7, "high": 0.9}]}"#
            ),
            (.addMetrics, ["churn"], #"{"points": [{"metric": "f1", "value": 0.8, "samples": 0}]}"#),
            (.pause, ["churn"], #"{"until": "2100-01-01T00:00:00Z"}"#), (.resume, ["churn"], #"{"catch_up": true}"#),
            (.retry, [run], "{}"), (.cancel, [run], "{}"), (.cancel, ["r99"], "{}"), (.rollback, ["churn"], "{}"),
            (.rollback, ["churn"], #"{"to": "nonsense"}"#), (.reload, [], "{}"),
            (.promote, ["churn", "1"], #"{"force": true, "reason": "because"}"#), (.deploy, ["churn", "9"], "{}"),
            (.approve, ["churn", "1"], "{}"), (.reject, ["churn", "1"], #"{"reason": "no"}"#),
            (.moveAlias, ["churn", "best"], #"{"version": "churn/1", "expected": "nothing"}"#),
            (.moveAlias, ["churn", "Best"], "{}"), (.moveAlias, ["churn", "champion"], "{}"),
        ]
        for (route, values, body) in changes {
            let answer = try await api.post(route.target(values), body)
            let type = try #require(answer.headers["content-type"])
            let violations = try check.violations(of: try answer.json, "post", route.template, type: type)
            #expect(violations.isEmpty, "\(route): \(violations) in \(answer.body)")
            #expect(answer.status < 500)
        }
        try await api.stop()
    }

    @Test func `the metrics end as OpenMetrics does`() async throws {
        let api = try await APIFixture()
        let answer = try await api.get("/metrics")
        #expect(answer.headers["content-type"]?.hasPrefix("application/openmetrics-text; version=1.0.0") == true)
        #expect(answer.body.hasSuffix("# EOF\n"))
        #expect(answer.body.contains("\nmlopsd_degraded 0.0\n"))
        #expect(answer.body.contains("\nmlopsd_deployments_failed{pipeline=\"churn\"} 0.0\n"))
        api.inbox.send(.datasetUnavailable("churn", "in", reason: "cannot resolve"))
        #expect(try await api.get("/metrics").body.contains("\nmlopsd_degraded 1.0\n"))
        try await api.stop()
    }
}

extension AsyncThrowingStream where Element == LogText, Failure == any Error {
    fileprivate static var twoLines: AsyncThrowingStream {
        AsyncThrowingStream { lines in
            lines.yield(LogText(step: "train", attempt: 1, text: "one"))
            lines.yield(LogText(step: "train", attempt: 1, text: "two"))
            lines.finish()
        }
    }
}
