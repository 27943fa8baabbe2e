import MLOpsControl
import Testing

/// B22 and B23: what becomes of a wish that comes while a run is active.
@Suite struct `Overlapping wishes` {
    static func pipeline(_ overlap: String) -> String {
        Pipeline.watching(Pipeline.waiting, policy: "overlap: \(overlap)")
    }

    @Test func `B23 queue_one keeps one wish with all that comes`() async throws {
        try await withDaemon(pipeline: Self.pipeline("queue_one")) { daemon in
            try await Self.startFirst(daemon)
            try await Self.deliver(["b.csv", "c.csv"], unused: 3, daemon)
            #expect(try await daemon.pipeline().pipeline.pendingRequests == 1)
            try await daemon.open(gateOf: "r1")
            try await daemon.open(gateOf: "r2")
            #expect(try await daemon.ended("r2").manifest?.newFiles == 2)
        }
    }

    @Test func `B23 skip refuses the wish and says so`() async throws {
        try await withDaemon(pipeline: Self.pipeline("skip")) { daemon in
            try await Self.startFirst(daemon)
            try await Self.deliver(["b.csv"], unused: 2, daemon)
            try await eventually("nothing says that it was skipped") {
                try await daemon.pipeline().recentDecisions.contains { $0.kind == .suppress || $0.kind == .reject }
            }
            #expect(try await daemon.pipeline().pipeline.pendingRequests == 0)
            try await daemon.open(gateOf: "r1")
            _ = try await daemon.ended("r1")
            try await daemon.idle()
            #expect(try await daemon.runs().count == 1)
        }
    }

    @Test func `B23 queue N keeps so many wishes, each with its own data`() async throws {
        try await withDaemon(pipeline: Self.pipeline("{ queue: 2 }")) { daemon in
            try await Self.startFirst(daemon)
            try await Self.deliver(["b.csv"], unused: 2, daemon)
            try await Self.deliver(["c.csv"], unused: 3, daemon)
            #expect(try await daemon.pipeline().pipeline.pendingRequests == 2)
            for run in ["r1", "r2", "r3"] {
                try await daemon.open(gateOf: run)
                #expect(try await daemon.ended(run).run.outcome == .succeeded)
            }
            #expect(try await daemon.runs().count == 3)
        }
    }

    @Test func `B23 cancel_running stops the run for the newer wish`() async throws {
        try await withDaemon(pipeline: Self.pipeline("cancel_running")) { daemon in
            try await Self.startFirst(daemon)
            try daemon.sandbox.deliver("b.csv", "1\n")
            #expect(try await daemon.ended("r1").run.outcome == .cancelled)
            try await daemon.open(gateOf: "r2")
            let second = try await daemon.ended("r2")
            #expect(second.run.outcome == .succeeded && second.manifest?.newFiles == 2, "\(second)")
        }
    }

    @Test func `B23 allow N lets so many run at once`() async throws {
        try await withDaemon(pipeline: Self.pipeline("{ allow: 2 }")) { daemon in
            try await Self.startFirst(daemon)
            try daemon.sandbox.deliver("b.csv", "1\n")
            try await daemon.waits("r2")
            try await Self.deliver(["c.csv"], unused: 3, daemon)
            #expect(try await daemon.pipeline().pipeline.activeRuns == ["r1", "r2"])
            for run in ["r2", "r1", "r3"] {
                try await daemon.open(gateOf: run)
                #expect(try await daemon.ended(run).run.outcome == .succeeded)
            }
        }
    }

    @Test func `B22 many wishes at once keep the limit of the host and are all served`() async throws {
        let names = (0..<20).map { "p\($0)" }
        let script = "mkdir slot.$MLOPS_PIPELINE; ls -d slot.* | wc -l >>together; rmdir slot.$MLOPS_PIPELINE"
        let pipelines = names.map { ($0, Pipeline.onDemand(script)) }
        try await withDaemon(
            Dictionary(uniqueKeysWithValues: pipelines),
            prepare: { try $0.write("max_running_runs: 3\n", to: "etc/mlopsd.yaml") }
        ) { daemon in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let client = daemon.client
                for name in names {
                    for _ in 0..<5 {
                        group.addTask {
                            _ = try await client.post(
                                .startRun, [name], body: RunRequestBody(coalesce: false), as: RunReply.self)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let all = try await eventually("not all have run") {
                let runs = try await daemon.runs()
                return runs.count == 100 && runs.allSatisfy { $0.outcome != nil } ? runs : nil
            }
            #expect(all.allSatisfy { $0.outcome == .succeeded })
            for name in names { #expect(all.count { $0.pipeline == name } == 5, "\(name)") }
            let together = daemon.sandbox.lines("src/together").compactMap { Int($0) }
            #expect(together.allSatisfy { $0 <= 3 } && together.count == 100, "\(together)")
        }
    }

    private static func startFirst(_ daemon: DaemonProcess) async throws {
        try daemon.sandbox.deliver("a.csv", "1\n")
        try await daemon.waits("r1")
    }

    /// Delivers files and waits until the daemon has all that were delivered; `unused` is their number.
    private static func deliver(_ names: [String], unused: Int64, _ daemon: DaemonProcess) async throws {
        for name in names { try daemon.sandbox.deliver(name, "1\n") }
        try await eventually("\(names) are not seen: \(daemon.log)") {
            try await daemon.dataset().backlog.files == unused
        }
    }
}
