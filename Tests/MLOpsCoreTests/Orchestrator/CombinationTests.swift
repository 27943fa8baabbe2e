import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

/// Every combination operator over every truth of three operands, against Kleene's tables.
@Suite struct `Combinations in Kleene's logic` {
    private static let datasets: [DatasetName] = ["a", "b", "c"]
    private static let verdicts: [Verdict] = [.false, .unknown, .true]

    private static func trigger(_ expression: MLOpsCore.Expression) -> TriggerDefinition {
        TriggerDefinition(
            name: "t", expression: expression,
            operands: datasets.map { dataset in
                let condition = NewDataCondition(dataset: dataset, minFiles: 1, quietPeriod: .zero, maxWait: nil)
                return Operand(path: "t.\(dataset)", condition: .newData(condition))
            })
    }

    /// True: a latch; unknown: the directory can not be watched; false: neither.
    private static func verdict(of expression: MLOpsCore.Expression, over values: [Verdict]) -> Verdict {
        var definition = PipelineDefinition.example(triggers: [trigger(expression)])
        definition.datasets = datasets.map { DatasetDefinition(name: $0, path: "/srv/\($0)") }
        var scenario = Scenario(definition)
        _ = scenario.demand(.pause("churn", until: nil, reason: nil))
        for (dataset, value) in zip(datasets, values) {
            if value == .true { scenario.deliver(to: dataset, of: "churn") }
            if value == .unknown { scenario.handle(.datasetUnavailable("churn", dataset, reason: "unmounted")) }
        }
        guard let state = scenario.state(of: "churn") else { return .unknown }
        return scenario.orchestrator.explain(definition.triggers[0], state, at: scenario.now).verdict
    }

    private static let cases: [[Verdict]] = verdicts.flatMap { a in
        verdicts.flatMap { b in verdicts.map { c in [a, b, c] } }
    }
    private static let parts: [MLOpsCore.Expression] = [.operand(0), .operand(1), .operand(2)]

    private static func rank(_ verdict: Verdict) -> Int { verdicts.firstIndex(of: verdict) ?? 0 }

    @Test(arguments: cases)
    func `are the least, the greatest, the k-th greatest and the mirrored truth`(values: [Verdict]) {
        let sorted = values.sorted { Self.rank($0) > Self.rank($1) }
        for needed in 1...3 {
            #expect(Self.verdict(of: .atLeast(needed, Self.parts), over: values) == sorted[needed - 1])
        }
        #expect(Self.verdict(of: .all(Self.parts), over: values) == sorted[2])
        #expect(Self.verdict(of: .any(Self.parts), over: values) == sorted[0])
        let mirrored = Self.verdicts[2 - Self.rank(values[0])]
        #expect(Self.verdict(of: .not(.operand(0)), over: values) == mirrored)
        #expect(Self.verdict(of: .not(.not(.operand(0))), over: values) == values[0])
        let both = Self.verdict(of: .not(.all(Self.parts)), over: values)
        #expect(both == Self.verdict(of: .any(Self.parts.map { .not($0) }), over: values))
    }
}

@Suite struct `Wishes of many pipelines at once` {
    @Test func `D10 spread by their jitter, the same every time, and keep the host's limit`() throws {
        let names = (1...100).map { PipelineName("p\($0)") }
        let schedule = ScheduleCondition(expression: try .hourly, jitter: .seconds(600))
        let definitions = names.map {
            PipelineDefinition.example(name: $0, triggers: [.one("hourly", .schedule(schedule))])
        }
        func starts() -> [PipelineName: Instant] {
            var scenario = Scenario()
            let host = HostPolicy(maxRunningRuns: 2, machine: "m")
            scenario.handle(.configured(Configured(pipelines: definitions, host: host)))
            for _ in 0..<4300 {
                scenario.wait(.seconds(1))
                #expect(scenario.activeRuns.count <= 2)
                scenario.completeRuns()
            }
            return scenario.mutations.reduce(into: [:]) { found, mutation in
                if case .putRun(let run) = mutation { found[run.pipeline] = run.startedAt.wall }
            }
        }
        let first = starts()
        #expect(first.count == 100)
        #expect(Set(first.values).count > 60)
        #expect(first == starts())
    }

    @Test func `B22 age, so that a small one is not passed over for ever`() {
        var scenario = Scenario(host: HostPolicy(maxRunningRuns: 1))
        let names: [PipelineName] = ["busy", "small", "urgent"]
        let policy = PolicyDefinition(cooldown: .zero, runTimeout: .seconds(1_000_000))
        scenario.handle(
            .configured(
                Configured(pipelines: names.map { .example(name: $0, policy: policy) }, host: .init(maxRunningRuns: 1)))
        )
        _ = scenario.demand(.run(.init(pipeline: "busy")))
        _ = scenario.demand(.run(.init(pipeline: "small", priority: 10)))
        scenario.wait(.seconds(91 * 600))
        _ = scenario.demand(.run(.init(pipeline: "urgent", priority: 100)))
        #expect(scenario.activeRuns.map(\.pipeline) == ["busy"])
        scenario.completeRuns()
        #expect(scenario.run(2)?.pipeline == "small")
        #expect(scenario.run(3)?.pipeline == "urgent")
    }

    @Test func `of min_start_interval wait from the last start, not from its end`() {
        let policy = PolicyDefinition(cooldown: .zero, minStartInterval: .seconds(600))
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(300))
        scenario.completeRuns()
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(299))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }
}

@Suite struct `Slots at a clock change` {
    @Test(arguments: [("D1", 1_806_192_000, 1), ("D2", 1_792_882_800, 1)])
    func `D1 D2 start one run a night`(id: String, before: Int64, runs: Int) throws {
        // The nights of 2027-03-28 and 2026-10-25 in a zone that is an hour ahead in summer.
        let expression = try CalendarExpression(
            parsing: "*-*-* 02:30 Europe/Berlin", zone: { _ throws(ScheduleError) in try ClockChange.berlin() })
        var scenario = Scenario()
        scenario.now.wall = Instant(seconds: before)
        let trigger = TriggerDefinition.one("nightly", .schedule(ScheduleCondition(expression: expression)))
        scenario.handle(.configured(Configured(pipelines: [.example(triggers: [trigger])])))
        for _ in 0..<12 {
            scenario.wait(.seconds(3600))
            scenario.completeRuns()
        }
        #expect(scenario.outcomes.count == runs, "\(id)")
    }
}
