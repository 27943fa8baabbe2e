import MLOpsControl
import Testing

/// Calendars and combinations, in real time.
@Suite struct `Triggers` {
    @Test func `a cadence runs at its slots and never twice for one`() async throws {
        let triggers = "often: { schedule: \"every 2s from 2024-01-01\" }"
        try await withDaemon(pipeline: Pipeline.watching("true", triggers: triggers)) { daemon in
            for number in 1...2 {
                let run = try await daemon.ended("r\(number)")
                #expect(run.run.outcome == .succeeded && run.run.trigger == "often", "\(run)")
            }
            try await daemon.crash()
            try await daemon.start()
            _ = try await daemon.ended("r3")
            let slots = try await Self.slots(daemon)
            #expect(Set(slots).count == slots.count && slots.count >= 3, "\(slots)")
        }
    }

    @Test func `a calendar slot of every second starts runs that have the slot as their reason`() async throws {
        let triggers = "often: { schedule: \"*-*-* *:*:*\" }"
        try await withDaemon(pipeline: Pipeline.watching("true", triggers: triggers)) { daemon in
            let run = try await daemon.ended("r1")
            #expect(run.causes.first?.trigger == "often" && run.run.reason.contains("slot 20"), "\(run)")
            #expect(daemon.sandbox.lines("src/starts").count >= 1)
        }
    }

    @Test func `slots that pass during a run lead to one more and are all accounted for`() async throws {
        let triggers = "often: { schedule: \"*-*-* *:*:*\" }"
        try await withDaemon(pipeline: Pipeline.watching(Pipeline.waiting, triggers: triggers)) { daemon in
            try await daemon.waits("r1")
            try await eventually("no slot passes") {
                try await daemon.ask("audit", as: AuditResponse.self).evidence >= 4
            }
            #expect(try await daemon.pipeline().pipeline.pendingRequests == 1)
            try await daemon.open(gateOf: "r1")
            try await daemon.waits("r2")
            _ = try await daemon.ask("pause", "p", as: ActionReply.self)
            try await daemon.open(gateOf: "r2")
            _ = try await daemon.ended("r2")
        }
    }

    @Test func `all of two waits for both and consumes both`() async throws {
        let triggers = """
            left: { new_data: data, quiet_period: 0s }
            both: { all: [ left, { new_data: other, quiet_period: 0s } ] }
            """
        try await withDaemon(pipeline: Self.twoDatasets(triggers), prepare: Self.makeOther) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            try await eventually("it is not seen") { try await daemon.dataset().backlog.files == 1 }
            try await daemon.idle()
            #expect(try await daemon.runs().isEmpty)
            try daemon.sandbox.write("1\n", to: "other/b.csv")
            let run = try await daemon.ended("r1")
            #expect(run.run.trigger == "both" && run.manifest?.newFiles == 2, "\(run)")
            try daemon.sandbox.write("1\n", to: "other/c.csv")
            try await eventually("it is not seen") {
                try await daemon.client.get(.datasets, as: [DatasetSummary].self).contains { $0.backlog.files == 1 }
            }
            #expect(try await daemon.runs().count == 1)
        }
    }

    @Test func `a deadline that passes runs with what there is`() async throws {
        let triggers = """
            both:
              all: [ { new_data: data, quiet_period: 0s }, { new_data: other, quiet_period: 0s } ]
              deadline: 1s
              else: run
            """
        try await withDaemon(pipeline: Self.twoDatasets(triggers), prepare: Self.makeOther) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded && run.manifest?.newFiles == 1, "\(run)")
        }
    }

    @Test(arguments: ["skip", "alert"])
    func `a deadline that passes without a run is told`(_ lapse: String) async throws {
        let triggers = """
            both:
              all: [ { new_data: data, quiet_period: 0s }, { new_data: other, quiet_period: 0s } ]
              deadline: 1s
              else: \(lapse)
            """
        try await withDaemon(pipeline: Self.twoDatasets(triggers), prepare: Self.makeOther) { daemon in
            try daemon.sandbox.deliver("a.csv", "1\n")
            try await eventually("nothing becomes of it: \(daemon.log)") {
                try await daemon.ask("audit", as: AuditResponse.self).dispositions
                    .contains { ["expired", "suppressed"].contains($0.disposition) && $0.count == 1 }
            }
            #expect(try await daemon.runs().isEmpty)
        }
    }

    @Test func `a sequence wants its parts in their order`() async throws {
        let triggers = """
            order: { seq: [ { new_data: data, quiet_period: 0s }, { new_data: other, quiet_period: 0s } ] }
            """
        try await withDaemon(pipeline: Self.twoDatasets(triggers), prepare: Self.makeOther) { daemon in
            try daemon.sandbox.write("1\n", to: "other/first.csv")
            try await eventually("it is not seen") {
                try await daemon.client.get(.datasets, as: [DatasetSummary].self).contains { $0.backlog.files == 1 }
            }
            try daemon.sandbox.deliver("second.csv", "1\n")
            try await eventually("it is not seen") { try await daemon.dataset().backlog.files == 1 }
            #expect(try await daemon.runs().isEmpty)
            try daemon.sandbox.write("1\n", to: "other/third.csv")
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
        }
    }

    @Test func `changed code starts a run, and changed back it does not`() async throws {
        let triggers = "code: { pipeline_change: [\"*.py\"], settle: 0s }"
        try await withDaemon(
            pipeline: Pipeline.watching("true", triggers: triggers),
            prepare: { try $0.write("1\n", to: "src/train.py") }
        ) { daemon in
            try await eventually("the code is not read: \(daemon.log)") {
                let why: WhyNotResponse = try await daemon.client.get(.whyNot, ["p"])
                return why.answer.contains("definition and code are what the last run used")
            }
            try daemon.sandbox.write("2\n", to: "src/train.py")
            let run = try await daemon.ended("r1")
            #expect(run.run.trigger == "code", "\(run)")
        }
    }

    private static func twoDatasets(_ triggers: String) -> String {
        Pipeline.watching("true", triggers: triggers).replacing(
            "data: { data: { path: \"@ROOT@/in\" } }",
            with: "data: { data: { path: \"@ROOT@/in\" }, other: { path: \"@ROOT@/other\" } }")
    }

    private static func makeOther(_ sandbox: Sandbox) throws { try sandbox.makeDirectory("other") }

    private static func slots(_ daemon: DaemonProcess) async throws -> [String] {
        var slots: [String] = []
        for run in try await daemon.runs() {
            let why: WhyResponse = try await daemon.client.get(.whyRun, [run.id])
            slots += why.chain.filter { $0.stage == .evidence }.map(\.text)
        }
        return slots
    }
}
