import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

extension World {
    static let names: [PipelineName] = ["a", "b", "c"]

    /// Three pipelines with triggers and policies drawn from all there are.
    static func makeDefinitions(
        _ random: inout SeededGenerator, _ zone: TimeZoneRules
    ) throws -> [PipelineDefinition] {
        var definitions: [PipelineDefinition] = []
        for name in names { definitions.append(try makeDefinition(name, &random, zone)) }
        return definitions
    }

    static func makeDefinition(
        _ name: PipelineName, _ random: inout SeededGenerator, _ zone: TimeZoneRules
    ) throws -> PipelineDefinition {
        .example(
            name: name, triggers: try makeTriggers(&random, zone), policy: makePolicy(&random),
            steps: makeSteps(&random),
            gates: makeGates(&random),
            gatePolicy: GatePolicy(
                firstModel: random.happens(onceIn: 2) ? .allow : .requireAbsolute,
                unevaluableBaseline: random.happens(onceIn: 2) ? .block : .gateAbsoluteOnly),
            deployment: makeDeployment(name, &random))
    }

    private static func makeDeployment(
        _ name: PipelineName, _ random: inout SeededGenerator
    ) -> DeploymentDefinition? {
        if random.happens(onceIn: 6) { return nil }
        return DeploymentDefinition(
            target: "/srv/\(name)/model", reload: random.happens(onceIn: 2) ? ["reload"] : nil,
            probe: random.happens(onceIn: 2) ? Probe(question: .command(["probe"])) : nil,
            approval: random.happens(onceIn: 4) ? .manual : .automatic,
            probation: random.happens(onceIn: 2) ? .seconds(600) : nil, canary: random.happens(onceIn: 2) ? 10 : nil)
    }

    private static func makeGates(_ random: inout SeededGenerator) -> [GateDefinition] {
        let bound = GateDefinition(metric: "f1", bound: .notWorseThanChampion(margin: 0.01), better: .higher)
        let segments = GateDefinition(
            metric: "f1", bound: .notWorseThanChampion(margin: 0.05), better: .higher, segments: "country")
        let check = GateDefinition.program(ProgramGate(arguments: ["check"]))
        let sets: [[GateDefinition]] = [[], [bound], [bound, check], [segments, check], [bound]]
        return sets.randomElement(using: &random) ?? []
    }

    private static func makeTriggers(
        _ random: inout SeededGenerator, _ zone: TimeZoneRules
    ) throws -> [TriggerDefinition] {
        let nightly = try CalendarExpression(
            parsing: "*-*-* 02:30 Europe/Berlin", zone: { _ throws(ScheduleError) in zone })
        let hourly = Condition.schedule(
            ScheduleCondition(
                expression: try .hourly,
                catchUp: ScheduleCondition.CatchUp.allCases.randomElement(using: &random) ?? .latest,
                startDeadline: random.happens(onceIn: 3) ? .seconds(900) : nil,
                jitter: random.happens(onceIn: 2) ? .seconds(300) : .zero))
        let data = Condition.newData(
            NewDataCondition(
                dataset: "in", minFiles: Int64.random(in: 1...4, using: &random),
                quietPeriod: random.happens(onceIn: 2) ? .zero : .seconds(30),
                maxWait: random.happens(onceIn: 2) ? nil : .seconds(3600)))
        let validFor: Duration? = random.happens(onceIn: 2) ? nil : .seconds(1800)
        let both = [
            Operand(path: "both.0", condition: hourly, validFor: validFor),
            Operand(path: "both.1", condition: data, validFor: validFor),
        ]
        let parts: [Expression] = [.operand(0), .operand(1)]
        let expressions: [Expression] = [
            .all(parts), .any(parts), .atLeast(2, parts), .sequence(parts, within: .seconds(1200)),
            .all([.operand(1), .not(.operand(0))]),
        ]
        let deadline: Duration? = random.happens(onceIn: 2) ? nil : .seconds(2400)
        let lapse = TriggerDefinition.Lapse.allCases.randomElement(using: &random) ?? .alert
        return [
            .one("hourly", hourly), .one("data", data),
            .one("nightly", .schedule(ScheduleCondition(expression: nightly, catchUp: .all))),
            TriggerDefinition(
                name: "both", expression: expressions.randomElement(using: &random) ?? .all(parts), operands: both,
                deadline: deadline, lapse: lapse),
            .one(
                "drift",
                .drift(DriftCondition(dataset: "in", action: random.happens(onceIn: 2) ? .retrain : .evaluate))),
            TriggerDefinition(
                name: "vote", expression: random.happens(onceIn: 2) ? .all(parts) : .atLeast(1, parts),
                operands: [
                    Operand(path: "vote.0", condition: data, validFor: validFor),
                    Operand(path: "vote.1", condition: .drift(DriftCondition(dataset: "in"))),
                ]),
            .one("age", .modelAge(.seconds(40_000))),
            .one("code", .pipelineChange(PipelineChangeCondition(paths: ["*.py"]))),
        ]
    }

    private static func makePolicy(_ random: inout SeededGenerator) -> PolicyDefinition {
        let overlaps: [PolicyDefinition.Overlap] = [.skip, .queueOne, .queue(3), .cancelRunning, .allow(2)]
        return PolicyDefinition(
            cooldown: random.happens(onceIn: 2) ? .zero : .seconds(1200),
            dropsDuringCooldown: random.happens(onceIn: 4),
            minStartInterval: random.happens(onceIn: 3) ? .seconds(600) : .zero,
            maxRunsPerDay: Int.random(in: 4...60, using: &random),
            overlap: overlaps.randomElement(using: &random) ?? .queueOne,
            breakerFailures: Int.random(in: 0...4, using: &random),
            queueTimeout: random.happens(onceIn: 3) ? .seconds(7200) : nil, runTimeout: .seconds(20_000))
    }

    private static func makeSteps(_ random: inout SeededGenerator) -> [StepDefinition] {
        let retry = StepDefinition.Retry(
            attempts: 3, backoff: .seconds(60), cause: random.happens(onceIn: 2) ? .any : .retryable)
        return [
            .example("prepare", retry: retry), .example("check", retry: retry),
            .example("train", needs: ["prepare", "check"], retry: retry),
        ]
    }
}
