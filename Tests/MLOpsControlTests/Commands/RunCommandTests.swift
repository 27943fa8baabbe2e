import MLOpsControl
import Testing

@Suite struct `mlopsctl run` {
    private static func detail(_ run: RunSummary) -> RunDetail {
        var detail = RunDetail.example
        detail.run = run
        return detail
    }

    @Test func `sends the wish with a key of its own each time`() async throws {
        try await FakeDaemon.run { _ in
            try .json(RunReply(result: .started, run: "r18"))
        } _: { daemon in
            for _ in 1...2 {
                let run = try await ProgramRun.mlopsctl([
                    "run", "churn", "--reason", "new", "--param", "a=1=2", "-p", "b=", "--force", "--no-coalesce",
                    "--priority", "7", "--socket", daemon.socket,
                ])
                #expect(run.status == 0)
                #expect(run.output == "Started r18.\n")
            }
            #expect(
                daemon.requests[0].body
                    == #"{"coalesce":false,"force":true,"parameters":{"a":"1=2","b":""},"priority":7,"reason":"new"}"#)
            let keys = daemon.requests.compactMap { $0.headers["idempotency-key"] }
            #expect(Set(keys).count == 2)
        }
    }

    @Test(
        arguments: [
            (RunSummary.succeeded, ["--wait"], 0), (.failed, ["--wait"], 1), (.failed, ["--propagate"], 1),
            (.refused, ["-w"], 1),
        ] as [(RunSummary, [String], Int32)])
    func `waits for the end`(end: RunSummary, options: [String], status: Int32) async throws {
        try await FakeDaemon.run { request in
            switch request.target {
            case "/v1/pipelines/churn/runs": try .json(RunReply(result: .pending, request: "q6"))
            case "/v1/requests/q6":
                try .json(
                    RequestDetail(
                        request: PipelineDetail.example.requests[0], pipeline: "churn", state: .started, run: "r18"))
            default: try .json(Self.detail(end))
            }
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["run", "churn"] + options + ["--socket", daemon.socket])
            #expect(run.status == status)
            #expect(run.errors.hasPrefix("Waits as request q6"))
            #expect(run.output.contains(end.id))
            #expect(daemon.requests.map(\.target).last == "/v1/runs/r18")
        }
    }

    @Test func `gives up in time`() async throws {
        try await FakeDaemon.run { request in
            request.method == "POST"
                ? try .json(RunReply(result: .started, run: "r17")) : try .json(Self.detail(.running))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl([
                "run", "churn", "--wait", "--timeout", "100ms", "--socket", daemon.socket,
            ])
            #expect(run.status == 124)
            #expect(run.errors.contains("error: the run r17 has not ended after"))
        }
    }

    @Test func `a dry run shows the tree`() async throws {
        try await FakeDaemon.run { _ in
            try .json(RunReply(result: .explained, explanation: .example))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["run", "churn", "--dry-run", "--wait", "--socket", daemon.socket])
            #expect(run.status == 0)
            #expect(run.output.hasPrefix("✗ nightly: one of two conditions is true\n├─"))
            #expect(daemon.requests.map(\.body) == [#"{"dry_run":true}"#])
        }
    }
}
