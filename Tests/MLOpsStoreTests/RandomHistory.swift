import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

/// What an orchestrator decides in a world that behaves at random, commit by commit.
struct RandomHistory {
    private var scenario: Scenario
    private var random: SeededGenerator
    private var taken = 0

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        scenario = Scenario(try Self.forecast(), .example(name: "plain", triggers: [.data(minFiles: 3)]))
    }

    private static func forecast() throws -> PipelineDefinition {
        let schedule = ScheduleCondition(expression: try .hourly)
        return .example(
            name: "churn",
            triggers: [
                .one("hourly", .schedule(schedule), validFor: .seconds(3 * 3600)), .data(quiet: .seconds(30)),
                .one("stale", .modelAge(.seconds(86_400))),
                TriggerDefinition(
                    name: "both", expression: .all([.operand(0), .operand(1)]),
                    operands: [
                        Operand(path: "both.0", condition: .schedule(schedule)),
                        Operand(path: "both.1", condition: .newData(NewDataCondition(dataset: "in", minFiles: 5))),
                    ]),
            ],
            policy: PolicyDefinition(cooldown: .seconds(600), overlap: .allow(2)),
            steps: [.example("prepare"), .example("train", needs: ["prepare"])],
            gates: [GateDefinition(metric: "f1", bound: .notWorseThanChampion(margin: 0.05), better: .higher)],
            gatePolicy: GatePolicy(firstModel: .allow),
            deployment: DeploymentDefinition(target: "/srv/churn/model"))
    }

    /// Lets one thing happen and returns what it led to.
    mutating func next() -> [Mutation] {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: scenario.deliver(Int.random(in: 1...4, using: &random), to: "in", of: pipeline())
        case 2, 3: scenario.wait(.seconds(Int.random(in: 1...5000, using: &random)))
        case 4: scenario.sleep(.seconds(Int.random(in: 1...20_000, using: &random)))
        case 5: demand()
        default: answer()
        }
        defer { taken = scenario.mutations.count }
        return Array(scenario.mutations[taken...])
    }

    private mutating func pipeline() -> PipelineName { Bool.random(using: &random) ? "churn" : "plain" }

    private mutating func demand() {
        let name = pipeline()
        let verb: Demand.Verb =
            switch Int.random(in: 0..<7, using: &random) {
            case 0, 1: .run(.init(pipeline: name, reason: "because", force: Bool.random(using: &random)))
            case 2: .pause(name, until: nil, reason: nil)
            case 3, 4: .resume(name, catchUp: Bool.random(using: &random))
            case 5: .rollback(name, to: nil, reason: "worse")
            default: .cancel(scenario.activeRuns.last?.id ?? RunID(1), reason: "mistake")
            }
        _ = scenario.demand(verb)
    }

    private mutating func answer() {
        guard let command = scenario.takeCommand() else { return }
        let outcome = Int.random(in: 0..<8, using: &random)
        let value = Double.random(in: 0.5...1, using: &random)
        switch (command, outcome) {
        case (.freezeManifest(let run, _), 0): scenario.handle(.manifestFailed(run.id, reason: "changed"))
        case (.storeModel(let run, _, _), 0): scenario.handle(.modelStoreFailed(run.id, reason: "no space"))
        case (.switchTarget(let deployment), 0): scenario.handle(.targetSwitchFailed(deployment.id, reason: "busy"))
        case (.startAttempt(let attempt, _, _, _), 1): scenario.handle(.attemptStarted(attempt))
        default:
            scenario.answer(command, exit: { _ in .exited(code: outcome == 0 ? 1 : 0) }, candidate: .with(f1: value))
        }
    }
}
