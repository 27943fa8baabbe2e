import MLOpsControl
import Testing

/// The verbs that make a version live, and what they wait for.
@Suite struct `mlopsctl deploy` {
    private static let verbs: [[String]] = [
        ["deploy", "churn/6"], ["promote", "churn/6"], ["approve", "churn/6"], ["rollback", "churn"],
    ]
    private static var begun: ActionReply { ActionReply(message: "l5 is under way", deployment: "l5") }

    private static func deployment(_ state: DeploymentSummary.State) -> DeploymentSummary {
        var deployment = DeploymentSummary.failed
        deployment.state = state
        if state != .failed { deployment.detail = nil }
        return deployment
    }

    @Test(arguments: verbs, [(.live, 0), (.replaced, 0), (.failed, 1)] as [(DeploymentSummary.State, Int32)])
    func `waits for the end`(verb: [String], end: (state: DeploymentSummary.State, status: Int32)) async throws {
        try await FakeDaemon.run { request in
            request.method == "POST" ? try .json(Self.begun) : try .json(Self.deployment(end.state))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(verb + ["--wait", "--socket", daemon.socket])
            #expect(run.status == end.status)
            #expect(run.errors == "l5 is under way\n")
            #expect(run.output.hasPrefix("l5 deploy of churn/6 \(end.state.rawValue)"))
            #expect(run.output.contains("the probe was not answered") == (end.state == .failed))
            #expect(daemon.requests.map(\.target).last == "/v1/deployments/l5")
        }
    }

    @Test(arguments: verbs) func `does not wait when it is not told to`(verb: [String]) async throws {
        try await FakeDaemon.run { _ in
            try .json(Self.begun)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(verb + ["--socket", daemon.socket])
            #expect(run.status == 0 && run.output == "l5 is under way\n" && daemon.requests.count == 1)
        }
    }

    @Test func `has nothing to wait for where nothing is deployed`() async throws {
        try await FakeDaemon.run { _ in
            try .json(ActionReply(message: "model churn/6 is the champion already"))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["promote", "churn/6", "--wait", "--socket", daemon.socket])
            #expect(run.status == 0 && daemon.requests.count == 1)
        }
    }

    @Test func `gives up in time`() async throws {
        try await FakeDaemon.run { request in
            request.method == "POST" ? try .json(Self.begun) : try .json(Self.deployment(.intended))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl([
                "deploy", "churn/6", "--wait", "--timeout", "100ms", "--socket", daemon.socket,
            ])
            #expect(run.status == 124)
            #expect(run.errors.contains("error: the deployment l5 is still under way after"))
        }
    }
}
