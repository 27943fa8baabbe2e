import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `The life of a run` {
    @Test func `leads from files to a live model through every command`() async throws {
        let fixture = try RunFixture()
        let target = fixture.scratch.path + "/live"
        let pipeline = fixture.pipeline(
            #"cat $(cat "$MLOPS_DATA_IN") > "$MLOPS_WORK/all""#,
            """
            cp "$MLOPS_WORK/all" "$MLOPS_MODEL/weights"
            echo '{"f1": 0.81, "segments": {"country": {"de": {"f1": 0.8}}}, "n": 3}' > "$MLOPS_METRICS"
            """,
            gates: [GateDefinition(metric: "f1", bound: .atLeast(0.75), better: .higher)], target: target)
        try fixture.deliver("b\n", as: "b.csv")
        fixture.record.useAll(of: "in")
        try fixture.deliver("a\n", as: "a.csv")

        let dispatcher = try fixture.dispatcher()
        var scenario = Scenario(pipeline)
        scenario.handle(.filesReady("churn", "in", fixture.readyRecords))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        try await fixture.drive(&scenario, with: dispatcher)

        #expect(scenario.outcomes == [.succeeded])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        #expect(text(of: target + "/weights") == "a\nb\n")
        let run = try #require(scenario.run(1))
        #expect(run.manifest?.files == 2)
        #expect(run.manifest?.newFiles == 1)
        #expect(run.candidate?.metrics == [.init(name: "f1", value: 0.81), .init(name: "n", value: 3)])
        #expect(run.taints == [])
        #expect(fixture.record.manifest(of: run.id)?["in"]?.count == 2)
    }
}

extension RunFixture {
    /// In the order in which they became ready.
    var readyRecords: [FileRecord] {
        record.files(of: "churn", "in", after: [], limit: 1000).map(\.record).sorted { $0.sequence < $1.sequence }
    }

    /// Performs the scenario's commands and feeds the answers back until the run has ended.
    func drive(_ scenario: inout Scenario, with dispatcher: Dispatcher) async throws {
        while scenario.outcomes.isEmpty {
            while let command = scenario.takeCommand() { dispatcher.perform(command) }
            try await eventually("an answer") { !log.all.isEmpty }
            guard !log.all.isEmpty else { return }
            while let event = log.take() { scenario.handle(event) }
        }
    }
}
