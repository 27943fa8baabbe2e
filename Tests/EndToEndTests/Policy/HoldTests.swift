import Glibc
import MLOpsControl
import Testing

/// What keeps a true trigger from starting a run, and lets it go on later.
@Suite struct `What holds a run` {
    @Test func `a paused pipeline starts nothing, and on resume what came meanwhile`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            _ = try await daemon.ask("pause", "p", "--reason", "new labels", as: ActionReply.self)
            try daemon.sandbox.deliver("a.csv", "0.8\n")
            try await eventually("the file is not seen") { try await daemon.dataset().backlog.files == 1 }
            let paused = try await daemon.pipeline().pipeline
            #expect(paused.state == .paused && paused.pause?.reason == "new labels" && paused.activeRuns.isEmpty)
            try await daemon.crash()
            try await daemon.start()
            #expect(try await daemon.pipeline().pipeline.state == .paused)
            #expect(try await daemon.runs().isEmpty)
            _ = try await daemon.ask("resume", "p", as: ActionReply.self)
            #expect(try await daemon.ended("r1").manifest?.newFiles == 1)
        }
    }

    @Test func `a pause that has an end ends by itself`() async throws {
        try await withDaemon(pipeline: Pipeline.watching("true")) { daemon in
            _ = try await daemon.ask("pause", "p", "--until", "1s", as: ActionReply.self)
            try daemon.sandbox.deliver("a.csv", "1\n")
            _ = try await daemon.ended("r1")
            let pipeline = try await daemon.pipeline().pipeline
            #expect(pipeline.pause == nil && pipeline.state == .idle, "\(pipeline)")
        }
    }

    @Test func `an on-demand run passes over a pause, and says so`() async throws {
        try await withDaemon(pipeline: Pipeline.watching("true")) { daemon in
            _ = try await daemon.ask("pause", "p", as: ActionReply.self)
            let why: WhyNotResponse = try await daemon.ask("why-not", "p")
            #expect(why.nextCommand == "mlopsctl resume p" && why.nextAt == nil, "\(why)")
            let dry = try await daemon.ctl(["run", "p", "--dry-run"])
            #expect(dry.output.contains("it would start at once; the pause by "), "\(dry.output)")
            let said = try await daemon.ctl(["run", "p"])
            #expect(said.output.hasPrefix("Started r1. p is paused by "), "\(said.output)")
            #expect(said.output.hasSuffix("its triggers start nothing until \"mlopsctl resume p\".\n"))
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
            _ = try await daemon.ask("resume", "p", as: ActionReply.self)
            #expect(try await daemon.ctl(["run", "p"]).output == "Started r2.\n")
        }
    }

    @Test func `data that comes during the cooldown is kept and used when it is over`() async throws {
        let pipeline = """
            directory: "@ROOT@/src"
            data: { data: { path: "@ROOT@/in" } }
            triggers: { new: { new_data: data, quiet_period: 0s, min_files: 2 } }
            policy: { cooldown: 2s, max_runs_per_day: 100 }
            steps: { main: { shell: "true" } }
            """
        // Each run wants two files: on a slow machine the cooldown may be over between them.
        try await withDaemon(pipeline: pipeline) { daemon in
            for name in ["a.csv", "aa.csv"] { try daemon.sandbox.deliver(name, "1\n") }
            let first = try await daemon.ended("r1")
            try daemon.sandbox.deliver("b.csv", "1\n")
            try daemon.sandbox.deliver("c.csv", "1\n")
            let second = try await daemon.ended("r2")
            #expect(second.manifest?.newFiles == 2)
            let end = try #require(first.run.endedAt)
            #expect(second.run.startedAt.seconds(since: end) >= 2)
        }
    }

    @Test func `a cooldown survives the death of the daemon`() async throws {
        let pipeline = Pipeline.watching("true").replacing("cooldown: 0s", with: "cooldown: 1h")
        try await withDaemon(pipeline: pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("b.csv", "1\n")
            try await daemon.isHeld(by: "cooldown")
            try await daemon.crash()
            try await daemon.start()
            try await daemon.isHeld(by: "cooldown")
            let why: WhyNotResponse = try await daemon.ask("why-not", "p")
            #expect(!why.wouldStart && why.nextAt != nil, "\(why)")
            #expect(try await daemon.ended(daemon.run()).manifest?.newFiles == 1)
            #expect(try await daemon.runs().count == 2)
        }
    }

    @Test func `during_cooldown drop records the evidence as suppressed`() async throws {
        let pipeline = Pipeline.watching("true", policy: "during_cooldown: drop")
            .replacing("cooldown: 0s", with: "cooldown: 1h")
        try await withDaemon(pipeline: pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("b.csv", "1\n")
            try await eventually("it is not suppressed") {
                try await daemon.ask("audit", as: AuditResponse.self).dispositions
                    .contains { $0.disposition == "suppressed" && $0.count == 1 }
            }
            #expect(try await daemon.pipeline().pipeline.pendingRequests == 0)
        }
    }

    @Test func `the budget of a day is kept and told`() async throws {
        let pipeline = Pipeline.watching("true")
            .replacing("max_runs_per_day: 100000", with: "max_runs_per_day: 2")
        try await withDaemon(pipeline: pipeline) { daemon in
            for number in 1...2 {
                try daemon.sandbox.deliver("\(number).csv", "1\n")
                _ = try await daemon.ended("r\(number)")
            }
            try daemon.sandbox.deliver("3.csv", "1\n")
            try await daemon.isHeld(by: "max_runs_per_day")
            #expect(try await daemon.runs().count == 2)
        }
    }

    @Test func `run_timeout cancels a run that takes too long`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting, policy: "run_timeout: 1s")) { daemon in
            let run = try await daemon.ended(daemon.run())
            #expect(run.run.outcome == .cancelled && run.run.detail?.contains("run_timeout") == true, "\(run)")
        }
    }

    @Test func `queue_timeout lets a wish expire, and the record says so`() async throws {
        let pipeline = Pipeline.watching(Pipeline.waiting, policy: "queue_timeout: 1s")
        try await withDaemon(pipeline: pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            try await daemon.waits("r1")
            try daemon.sandbox.deliver("b.csv", "1\n")
            try await eventually("it does not expire") {
                try await daemon.ask("audit", as: AuditResponse.self).dispositions
                    .contains { $0.disposition == "expired" && $0.count == 1 }
            }
            try await daemon.open(gateOf: "r1")
            _ = try await daemon.ended("r1")
        }
    }

    @Test func `a run that is asked for twice with equal wishes is one run`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting)) { daemon in
            let first = try await daemon.run()
            try await daemon.waits(first)
            for _ in 0..<5 {
                let reply: RunReply = try await daemon.ask("run", "p")
                #expect(reply.result == .pending)
            }
            try await daemon.open(gateOf: "r1")
            try await daemon.open(gateOf: "r2")
            try await daemon.idle()
            #expect(try await daemon.runs().count == 2)
        }
    }

    @Test func `a retry uses what the failed run was given and goes on where it failed`() async throws {
        let pipeline = """
            directory: "@ROOT@/src"
            data: { data: { path: "@ROOT@/in" } }
            triggers: { new: { new_data: data, quiet_period: 0s } }
            policy: { cooldown: 0s, max_runs_per_day: 100 }
            steps:
              first: { shell: "echo first >>done; echo made >$MLOPS_WORK/made" }
              second: { needs: [first], shell: "echo second >>done; [ -e mended ] && cat $MLOPS_WORK/made" }
            """
        try await withDaemon(pipeline: pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            #expect(try await daemon.ended("r1").run.outcome == .failed)
            try daemon.sandbox.write("", to: "src/mended")
            let reply: RunReply = try await daemon.ask("retry", "r1")
            let second = try await daemon.ended(try #require(reply.run))
            #expect(second.run.outcome == .succeeded && second.retryOf == "r1", "\(second)")
            #expect(second.steps.map(\.state) == [.reused, .succeeded])
            #expect(daemon.sandbox.lines("src/done") == ["first", "second", "second"])
        }
    }
}

extension DaemonProcess {
    /// Waits until a request is held, and by this.
    func isHeld(by subject: String) async throws {
        try await eventually("no request is held by \(subject): \(log)") {
            let why: WhyNotResponse = try await client.get(.whyNot, ["p"])
            func subjects(_ node: ExplanationNode) -> [String] { [node.subject] + node.children.flatMap(subjects) }
            let isPending = try await pipeline().pipeline.pendingRequests == 1
            return isPending && subjects(why.explanation).contains(subject)
        }
    }
}

extension String {
    func replacing(_ part: String, with other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}
