import Glibc
import MLOpsControl
import Testing

/// What is removed of old runs and models, and what never is.
@Suite struct `Retention` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training, policy: "keep_runs: 1, keep_models: 1",
        more: """
            gates: { model: [{ metric: f1, at_least: 0.5 }] }
            deploy: { target: "@ROOT@/live" }
            """)

    private func prune(_ daemon: DaemonProcess, _ flags: String...) async throws -> PruneResponse {
        try await daemon.client.post(.prune, body: PruneBody(pipeline: "p", dryRun: flags.contains("--dry-run")))
    }

    @Test func `I8 keeps what is live, what was before, what is named, and says what goes before it does`() async throws
    {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            for number in 1...6 {
                try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
                _ = try await daemon.ended("r\(number)")
            }
            _ = try await daemon.ask("alias", "p", "best", "2", as: ActionReply.self)
            let tagged = try await daemon.ctl(["tag", "p/3", "pinned", "owner=anna"])
            #expect(tagged.end == .exited(0), "\(tagged.errors)")
            #expect(
                try await daemon.ask("show", "p/3", as: ModelVersionDetail.self).tags == [
                    "pinned": "", "owner": "anna",
                ])

            let plan = try await prune(daemon, "--dry-run")
            #expect(plan.models.map(\.id) == ["p/1", "p/4"])
            #expect(plan.held.filter { $0.id.hasPrefix("p/") }.map(\.id) == ["p/2", "p/3", "p/5"])
            #expect(plan.runs.map(\.id) == ["r1", "r4"], "\(plan)")
            #expect(daemon.sandbox.exists("state/runs/r1") && daemon.sandbox.exists("state/models/p/1"))
            let page = try await daemon.ctl(["prune", "--dry-run"])
            #expect(page.output.contains("2 models and 2 runs would be removed"), "\(page.output)")

            let done = try await prune(daemon)
            #expect(done.models == plan.models && done.runs == plan.runs)
            for gone in ["runs/r1", "runs/r4", "models/p/1", "models/p/4"] {
                #expect(!daemon.sandbox.exists("state/\(gone)"), "\(gone) is still there")
            }
            for kept in ["runs/r6", "runs/r5", "models/p/2", "models/p/3", "models/p/5", "models/p/6"] {
                #expect(daemon.sandbox.exists("state/\(kept)"), "\(kept) is gone")
            }
            #expect(try await prune(daemon).models.isEmpty)
            #expect(try await daemon.ctl(["verify"]).end == .exited(0))
            #expect(try await daemon.ask("show", "p/1", as: ModelVersionDetail.self).prunedAt != nil)
            let refused = try await daemon.ctl(["promote", "p/4"])
            #expect(refused.end == .exited(1) && refused.errors.contains("were pruned at 20"), "\(refused.errors)")
            #expect(!refused.errors.contains("reproduce"), "what it would be reproduced from is gone")
            let back = try await daemon.ctl(["rollback", "p", "--to", "p/1"])
            #expect(back.end == .exited(1) && back.errors.contains("p/1 were pruned at 20"), "\(back.errors)")
            let table = try await daemon.ctl(["list-models", "p"])
            #expect(table.output.split(separator: "\n").count { $0.contains("accepted, pruned") } == 2, "\(table)")
            let logs = try await daemon.ctl(["logs", "r1"])
            #expect(logs.end == .exited(4) && logs.errors.contains("its logs with it"), "\(logs)")
        }
    }

    @Test func `leaves models alone that a lost record had, and numbers new ones past them`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            for name in ["state/models", "state/models/p", "state/models/p/2"] { try sandbox.makeDirectory(name) }
            guard symlink("7ee8", sandbox.path + "/state/models/p/1") == 0 else { throw HarnessError("symlink") }
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded && run.run.version == "p/3", "\(run.run)")
            #expect(daemon.sandbox.link("live") == "3" && daemon.sandbox.link("state/models/p/1") == "7ee8")
            #expect(daemon.log.contains("stand under p/1, and stay; the model of run r1 becomes p/3"), "\(daemon.log)")
            let verified = try await daemon.ctl(["verify"])
            #expect(verified.output.contains("\"1\" is of no version"), "\(verified)")
        }
    }

    @Test func `says of each pipeline what went of it`() async throws {
        let rich = Pipeline.watching(Pipeline.training, policy: "keep_models: 100, keep_runs: 100")
        let poor = Pipeline.watching(Pipeline.training, policy: "keep_models: 1, keep_runs: 1")
        try await withDaemon(["a": poor, "b": rich]) { daemon in
            for number in 1...4 {
                try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
                for name in ["a", "b"] {
                    try await eventually("\(name) makes no model") {
                        let models: [ModelVersionSummary] = try await daemon.client.get(.models)
                        return models.contains { $0.id == "\(name)/\(number)" }
                    }
                    try await daemon.idle(name)
                }
            }
            let answer: PruneResponse = try await daemon.client.post(.prune, body: PruneBody())
            #expect(answer.models.map(\.id) == ["a/1", "a/2"] && answer.runs.count == 2, "\(answer)")
            try await eventually("nothing is said: \(daemon.log)") {
                daemon.log.contains("a: 2 runs and 2 models are pruned")
            }
            #expect(!daemon.log.contains("b: 2 runs"))
        }
    }

    @Test func `goes back to what was live before, also when it was pruned round about`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            for number in 1...4 {
                try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
                _ = try await daemon.ended("r\(number)")
            }
            _ = try await prune(daemon)
            _ = try await daemon.ask("rollback", "p", as: ActionReply.self)
            try await eventually("the rollback does not come") { daemon.sandbox.link("live") == "3" }
            let further = try await eventually("the second one is not refused") {
                let result = try await daemon.ctl(["rollback", "p"])
                return result.errors.contains("under way") ? nil : result
            }
            #expect(further.end != .exited(0) && further.errors.contains("no former champion"), "\(further.errors)")
            #expect(daemon.sandbox.text("live/model") == "0.83\n")
        }
    }

    @Test func `keeps everything where no policy says otherwise, and what is young`() async throws {
        let young = Pipeline.watching(Pipeline.training, policy: "keep_models: 1, keep_runs: 1, keep_for: 1h")
        // One after the other: both lead the same target.
        for pipeline in [`The main job`.pipeline, young] {
            try await withDaemon(["p": pipeline]) { daemon in
                for number in 1...3 {
                    try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
                    _ = try await daemon.ended("r\(number)")
                }
                let answer: PruneResponse = try await daemon.client.post(.prune, body: PruneBody())
                #expect(answer.models.isEmpty && answer.runs.isEmpty && answer.held.isEmpty, "\(answer)")
            }
        }
    }
}
