import MLOpsControl
import Testing

/// What the daemon is for: data comes, a model is trained, judged, and goes live.
@Suite struct `The main job` {
    static let pipeline = Pipeline.watching(
        Pipeline.training,
        more: """
            gates:
              model:
                - { metric: f1, at_least: 0.5 }
                - { metric: f1, not_worse_than: champion, margin: 0.05 }
            deploy: { target: "@ROOT@/live" }
            """)

    @Test func `a file that is renamed in becomes a model that is live`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded, "\(run)")
            #expect(run.manifest?.files == 1 && run.manifest?.newFiles == 1)
            #expect(run.metrics.contains { $0.name == "f1" && $0.value == 0.8 })
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.map(\.id) == ["p/1"] && models[0].aliases == ["champion"])
            #expect(daemon.sandbox.text("live/model") == "0.8\n")
        }
    }

    @Test func `a second file retrains the model, with only itself as new`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("tuesday.csv", "0.82\n")
            let run = try await daemon.ended("r2")
            #expect(run.run.outcome == .succeeded, "\(run)")
            #expect(run.manifest?.files == 2 && run.manifest?.newFiles == 1)
            #expect(run.champion == "p/1")
            #expect(daemon.sandbox.text("live/model") == "0.82\n")
        }
    }

    @Test func `a candidate that is worse than the champion does not go live`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("tuesday.csv", "0.7\n")
            let run = try await daemon.ended("r2")
            #expect(run.run.outcome == .refused, "\(run)")
            #expect(run.gates.contains { $0.verdict == .fail && $0.observed == 0.7 })
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.first { $0.id == "p/2" }?.status == .refused)
            #expect(daemon.sandbox.text("live/model") == "0.8\n")
        }
    }

    @Test func `a rollback brings the former champion back, by its alias and at the target`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            for (number, score) in ["0.8", "0.9"].enumerated() {
                try daemon.sandbox.deliver("\(number).csv", "\(score)\n")
                _ = try await daemon.ended("r\(number + 1)")
            }
            let reply: ActionReply = try await daemon.ask("rollback", "p", "--reason", "it was a mistake")
            let row = try #require(reply.deployment)
            let deployment = try await eventually("the rollback is not live") {
                let deployments: [DeploymentSummary] = try await daemon.ask("list-deployments")
                return deployments.first { $0.id == row && $0.state == .live }
            }
            #expect(deployment.action == .rollback && deployment.version == "p/1" && deployment.replaced == "p/2")
            #expect(deployment.reason == "it was a mistake")
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.first { $0.aliases.contains("champion") }?.id == "p/1")
            #expect(daemon.sandbox.text("live/model") == "0.8\n")
        }
    }

    @Test func `why and lineage lead from the model to its file`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            let why: WhyResponse = try await daemon.ask("why", "r1")
            for stage: WhyResponse.Link.Stage in [.evidence, .decision, .data, .step, .gate, .version, .outcome] {
                #expect(why.chain.contains { $0.stage == stage }, "\(stage) is missing in \(why.chain)")
            }
            let lineage: LineageResponse = try await daemon.ask("lineage", "p/1")
            func ids(_ node: LineageNode) -> [String] { [node.id] + node.children.flatMap(ids) }
            #expect(ids(lineage.root).contains("monday.csv"), "\(lineage)")
        }
    }
}
