import MLOpsCore
import MLOpsTestKit
import Testing

/// What a start says of itself is on the record for good: word for word the same for the same evidence.
@Suite struct `Texts of a start` {
    private static func newData(in dataset: DatasetName) -> MLOpsCore.Condition {
        .newData(NewDataCondition(dataset: dataset, quietPeriod: .zero, maxWait: nil))
    }

    @Test func `tell what each operand holds, in their order`() {
        let trigger = TriggerDefinition(
            name: "t", expression: .all([.operand(0), .operand(1)]),
            operands: [
                Operand(path: "t.a", condition: Self.newData(in: "a")),
                Operand(path: "t.b", condition: Self.newData(in: "b")),
            ])
        var definition = PipelineDefinition.example(triggers: [trigger])
        definition.datasets = ["a", "b"].map { DatasetDefinition(name: $0, path: "/srv/\($0)") }
        var scenario = Scenario(definition)
        scenario.deliver(to: "b", of: "churn")
        scenario.deliver(2, to: "a", of: "churn")
        #expect(scenario.activeRuns.map(\.reason) == ["t: 2 new files in a, 1 new file in b"])
        #expect(scenario.starts.map(\.summary) == ["run r1 starts: t: 2 new files in a, 1 new file in b"])
        #expect(scenario.starts.map(\.dedupeKey) == ["churn|churn-1|t@e2"])
    }

    @Test func `are keyed by all that asked for it, in one order`() {
        var scenario = Scenario(.example(triggers: [.data("volume"), .data("also")]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.deliver(to: "in", of: "churn")
        scenario.completeRuns()
        #expect(
            scenario.starts.map(\.dedupeKey) == ["churn|churn-1|demand@e1", "churn|churn-1|also@e2,volume@e2"])
    }
}

extension Scenario {
    fileprivate var starts: [DecisionRecord] {
        mutations.compactMap { mutation in
            guard case .addDecision(let record) = mutation, record.kind == .start else { return nil }
            return record
        }
    }
}
