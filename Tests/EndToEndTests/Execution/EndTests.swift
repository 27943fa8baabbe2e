import Glibc
import MLOpsControl
import Testing

/// How steps end, and what is made of it.
@Suite struct `The end of a step` {
    static let deploy = "deploy: { target: \"@ROOT@/live\" }"

    @Test func `B4 success without a model registers nothing`() async throws {
        let script = "rmdir \"$MLOPS_MODEL\" 2>/dev/null || :"
        try await withDaemon(pipeline: Pipeline.onDemand(script, more: Self.deploy)) { daemon in
            let run = try await daemon.ended(daemon.run())
            #expect(run.run.outcome == .failed, "\(run)")
            #expect(try await daemon.ask("list-models", as: [ModelVersionSummary].self).isEmpty)
            #expect(!daemon.sandbox.exists("live"))
        }
    }

    @Test func `B4 a gate whose metric is missing does not pass`() async throws {
        let more = "gates: { model: [ { metric: f1, at_least: 0.5 } ] }\n" + Self.deploy
        try await withDaemon(pipeline: Pipeline.onDemand("echo x >\"$MLOPS_MODEL/m\"", more: more)) { daemon in
            let run = try await daemon.ended(daemon.run())
            #expect(run.run.outcome == .failed || run.run.outcome == .refused, "\(run)")
            #expect(!daemon.sandbox.exists("live"))
        }
    }

    @Test(arguments: [SIGKILL, SIGSEGV, SIGTERM, SIGABRT])
    func `B5 death by a signal is no success and names the signal`(_ signal: Int32) async throws {
        let step = "retry: { attempts: 1 }"
        try await withDaemon(pipeline: Pipeline.onDemand("ulimit -c 0; kill -\(signal) $$", step: step)) { daemon in
            let run = try await daemon.ended(daemon.run())
            let attempt = try #require(run.steps.first?.attempts.first)
            #expect(run.run.outcome == .failed)
            #expect(attempt.result == .signaled && attempt.signal == signal, "\(attempt)")
        }
    }

    @Test func `B6 a cancelled run says who cancelled it and why`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            _ = try await daemon.ask("cancel", run, "--reason", "wrong data", as: ActionReply.self)
            let detail = try await daemon.ended(run)
            #expect(detail.run.outcome == .cancelled, "\(detail)")
            #expect(detail.cancellation?.by.uid == getuid() && detail.cancellation?.reason == "wrong data")
            let again = try await daemon.ctl(["cancel", run])
            #expect(again.end == .exited(1) && again.errors.contains("has ended"), "\(again)")
        }
    }

    @Test func `B7 a step that takes longer than its timeout is stopped`() async throws {
        let step = "timeout: 1s\nstop_timeout: 1s"
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting, step: step)) { daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.run.outcome == .failed)
            #expect(detail.steps.first?.attempts.map(\.result) == [.timedOut], "\(detail.steps)")
        }
    }

    @Test func `B8 a step that ignores SIGTERM is killed after its stop timeout`() async throws {
        let script = "trap '' TERM\n" + Pipeline.waiting
        try await withDaemon(pipeline: Pipeline.onDemand(script, step: "stop_timeout: 1s")) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            _ = try await daemon.ask("cancel", run, as: ActionReply.self)
            let detail = try await daemon.ended(run)
            #expect(detail.run.outcome == .cancelled, "\(detail)")
            #expect((detail.steps.first?.attempts.first?.durationSeconds ?? 0) >= 1)
        }
    }

    @Test func `B9 what a step leaves behind is killed with it`() async throws {
        let script = "setsid sh -c 'echo $$ >left; sleep 600' &\nwhile [ ! -s left ]; do sleep 0.01; done"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.run.outcome == .succeeded, "\(detail)")
            let left = try #require(daemon.sandbox.lines("src/left").first.flatMap { pid_t($0) })
            try await eventually("the process \(left) lives on") { kill(left, 0) != 0 }
        }
    }

    @Test func `B18 an end is noticed although a grandchild keeps the output open`() async throws {
        let script = "sleep 600 &\nexit 7"
        try await withDaemon(pipeline: Pipeline.onDemand(script, step: "stop_timeout: 1s")) { daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.steps.first?.attempts.first?.exitCode == 7, "\(detail.steps)")
            #expect(detail.run.durationSeconds < 60)
        }
    }

    @Test func `B29 a step is retried as often as it says, and then has failed`() async throws {
        let step = "retry: { attempts: 3, backoff: 10ms }"
        try await withDaemon(pipeline: Pipeline.onDemand("exit 75", step: step)) { daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.run.outcome == .failed)
            #expect(detail.steps.first?.attempts.map(\.number) == [1, 2, 3])
        }
    }

    @Test func `B29 a failure that is final is not retried`() async throws {
        let step = "retry: { attempts: 3, backoff: 10ms }"
        try await withDaemon(pipeline: Pipeline.onDemand("exit 1", step: step)) { daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.steps.first?.attempts.count == 1)
        }
    }

    @Test func `B29 the second attempt of a step can succeed`() async throws {
        let step = "retry: { attempts: 3, backoff: 10ms }"
        try await withDaemon(pipeline: Pipeline.onDemand("[ \"$MLOPS_ATTEMPT\" = 2 ] || exit 75", step: step)) {
            daemon in
            let detail = try await daemon.ended(daemon.run())
            #expect(detail.run.outcome == .succeeded, "\(detail)")
            #expect(detail.steps.first?.attempts.map(\.exitCode) == [75, 0])
        }
    }

    @Test func `B29 the breaker opens after failures in a row and a change of the definition closes it`() async throws {
        let pipeline = Pipeline.watching("exit 1", policy: "breaker_failures: 2")
        try await withDaemon(pipeline: pipeline) { daemon in
            for number in 1...2 {
                try daemon.sandbox.deliver("\(number).csv", "1\n")
                _ = try await daemon.ended("r\(number)")
            }
            #expect(try await daemon.pipeline().pipeline.state == .breakerOpen)
            try daemon.sandbox.deliver("3.csv", "1\n")
            try await eventually("the third file is not waited with") {
                try await daemon.pipeline().pipeline.pendingRequests == 1
            }
            #expect(try await daemon.runs().count == 2)
            try daemon.sandbox.define("p", Pipeline.watching("exit 0", policy: "breaker_failures: 2"))
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            let third = try await daemon.ended("r3")
            #expect(third.run.outcome == .succeeded && third.manifest?.newFiles == 3, "\(third)")
        }
    }
}
