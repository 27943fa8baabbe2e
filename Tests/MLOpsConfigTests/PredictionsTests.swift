import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct Predictions {
    private func definition(_ predictions: String, _ trigger: String = "") throws -> PipelineDefinition {
        try read(
            """
            directory: /srv/churn
            predictions: { log: log, id: request_id, time: at, label: churned, \(predictions) }
            triggers: { old: { model_age: 30d }\(trigger) }
            steps: { train: { run: [a] } }
            """)
    }

    @Test func `are read with the defaults that are documented`() throws {
        let predictions = try #require(try definition("task: binary, score: p").predictions)
        #expect(predictions.log == "/srv/churn/log")
        #expect(predictions.labels == nil && predictions.labelHorizon == nil)
        #expect(predictions.window == .seconds(86_400) && predictions.lateness == .seconds(60 * 86_400))
        #expect(predictions.minLabelCoverage == 0.9 && predictions.minPerClass == 30)
    }

    @Test func `are waited for at least twice as long as their labels take`() throws {
        let slow = try #require(try definition("task: binary, score: p, label_horizon: 90d").predictions)
        #expect(slow.lateness == .seconds(180 * 86_400))
    }

    @Test func `have scores of classes in the order of their names`() throws {
        let text = "task: multiclass, scores: { dog: p_dog, cat: p_cat }, segments: [country]"
        let predictions = try #require(try definition(text).predictions)
        #expect(predictions.scores.map(\.column) == ["p_cat", "p_dog"])
        #expect(predictions.segments == ["country"])
    }

    @Test func `a trigger for their performance knows which way is better`() throws {
        let definition = try definition(
            "task: binary, score: p",
            ", floor: { performance: f1, below: 0.8, windows: 3 of 5 }, error: { performance: brier, tolerance: 0.02 }")
        let conditions = definition.triggers.flatMap(\.operands).compactMap { operand -> PerformanceCondition? in
            guard case .performance(let condition) = operand.condition else { return nil }
            return condition
        }
        #expect(
            conditions == [
                PerformanceCondition(metric: "brier", better: .lower, bound: .tolerance(0.02)),
                PerformanceCondition(metric: "f1", better: .higher, bound: .below(0.8), breaches: 3, windows: 5),
            ])
    }

    @Test func `each of their settings makes another definition of it`() throws {
        let plain = "task: binary, score: p"
        let ids = try [
            plain, plain + ", labels: labels", plain + ", format: csv", plain + ", model_version: v",
            plain + ", prediction: y", plain + ", label_time: known", plain + ", segments: [a]", plain + ", window: 1h",
            plain + ", label_horizon: 1d", plain + ", min_label_coverage: 0.5", plain + ", min_per_class: 3",
            plain + ", lateness: 90d",
        ].map { try definition($0).id }
        #expect(Set(ids).count == ids.count)
        let triggers = try [
            ", t: { performance: f1, below: 0.8 }", ", t: { performance: f1, tolerance: 0.8 }",
            ", t: { performance: f1, below: 0.8, windows: 1 of 3 }",
            ", t: { performance: f1, below: 0.8, min_samples: 9 }",
            ", t: { performance: f1, below: 0.8, source: pushed }",
            ", t: { performance: f1, below: 0.8, no_data_for: 1d }", ", t: { performance: recall, below: 0.8 }",
        ].map { try definition(plain, $0).id }
        #expect(Set(triggers).count == triggers.count)
    }
}
