import MLOpsControl
import Testing

@Suite struct `mlopsctl watch` {
    @Test func `goes on behind the last event after a restart`() async throws {
        let events = (1...2).map {
            EventLine(cursor: "c\($0)", at: exampleNow, kind: "run-started", pipeline: "churn", text: "event \($0)")
        }
        try await FakeDaemon.run { request in
            request.target.contains("after=c2")
                ? try .problem(403, .notPermitted, "enough") : try .lines(events, end: .cut)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(
                ["watch", "churn", "--socket", daemon.socket], environment: ["TZ": "UTC"])
            #expect(run.status == 77)
            #expect(
                run.output == """
                    04:00:00 churn run-started: event 1
                    04:00:00 churn run-started: event 2

                    """)
            #expect(run.errors == "mlopsd has gone; waiting for it\nerror: enough\n")
            #expect(
                daemon.requests.map(\.target) == [
                    "/v1/events?pipeline=churn", "/v1/events?after=c2&pipeline=churn",
                ])
        }
    }

    @Test func `waits for idleness`() async throws {
        var idle = PipelineSummary.flights
        idle.state = .idle
        let detail = PipelineDetail(pipeline: idle)
        try await FakeDaemon.run { _ in
            try .json(detail)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["wait", "flights", "--idle", "--socket", daemon.socket])
            #expect(run.status == 0)
            #expect(run.output.isEmpty)
        }
        try await FakeDaemon.run { _ in
            try .json(PipelineDetail.example)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl([
                "wait", "churn", "--timeout", "50ms", "--socket", daemon.socket,
            ])
            #expect(run.status == 124)
        }
    }
}
