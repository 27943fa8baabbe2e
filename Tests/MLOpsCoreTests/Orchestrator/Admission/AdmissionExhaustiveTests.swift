import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

/// Every sequence of moves up to a length, under every overlap, priority and budget, beside the rules alone.
@Suite struct `Admission in all small cases` {
    private enum Move: String, CaseIterable {
        case data, otherData, demand, end, day
    }

    private struct Case {
        var scenario: Scenario
        var rules: AdmissionRules
        /// Attempts that run, the oldest first.
        var attempts: [AttemptID] = []
        var moves: [Move] = []
    }

    static let overlaps: [PolicyDefinition.Overlap] = [.skip, .queueOne, .queue(2), .cancelRunning, .allow(2)]
    private static let names: [PipelineName] = ["a", "b"]

    @Test(arguments: overlaps, [1, 2])
    func `starts what the rules start, in their order, and keeps waiting what they keep`(
        overlap: PolicyDefinition.Overlap, places: Int
    ) {
        for budget in [1, 2] {
            for priority in [nil, 10, 200] {
                let policies = [
                    Self.policy(overlap, budget: budget, priority: priority),
                    Self.policy(.queueOne, budget: 100, priority: nil),
                ]
                guard explore(Self.begin(policies, places: places), depth: 4) else { return }
            }
        }
    }

    private static func policy(
        _ overlap: PolicyDefinition.Overlap, budget: Int, priority: Int?
    ) -> PolicyDefinition {
        PolicyDefinition(
            cooldown: .zero, maxRunsPerDay: budget, overlap: overlap, priority: priority, breakerFailures: 0,
            runTimeout: .seconds(1000 * 86_400))
    }

    private static func begin(_ policies: [PolicyDefinition], places: Int) -> Case {
        var scenario = Scenario(host: HostPolicy(maxRunningRuns: places))
        let pipelines = zip(names, policies).map { name, policy in
            PipelineDefinition.example(name: name, triggers: [.data()], policy: policy)
        }
        scenario.handle(
            .configured(Configured(pipelines: pipelines, host: HostPolicy(maxRunningRuns: places))))
        return Case(scenario: scenario, rules: AdmissionRules(policies, places: places))
    }

    /// - Returns: false once a difference was found; those that follow from it would hide it.
    private func explore(_ start: Case, depth: Int) -> Bool {
        guard depth > 0 else { return true }
        for move in Move.allCases {
            var next = start
            next.moves.append(move)
            guard make(move, in: &next) else { continue }
            if let difference = difference(next) {
                let policy = next.rules.pipelines[0].policy
                Issue.record("\(policy), \(next.rules.places) places, \(next.moves.map(\.rawValue)): \(difference)")
                return false
            }
            guard explore(next, depth: depth - 1) else { return false }
        }
        return true
    }

    /// - Returns: false when the move can not be made.
    private func make(_ move: Move, in world: inout Case) -> Bool {
        switch move {
        case .data:
            world.rules.dataComes(to: 0)
            world.scenario.deliver(to: "in", of: "a")
        case .otherData:
            world.rules.dataComes(to: 1)
            world.scenario.deliver(to: "in", of: "b")
        case .demand:
            world.rules.someoneDemands(0)
            _ = world.scenario.demand(.run(.init(pipeline: "a")))
        case .end:
            guard world.rules.oldestRunEnds(), let oldest = world.attempts.first else { return false }
            end(oldest, .exited(code: 0), in: &world)
        case .day:
            world.rules.dayPasses()
            world.scenario.wait(.seconds(86_400))
        }
        answerAll(in: &world)
        return true
    }

    /// Steps begin and go on; whatever else is asked for is done at once.
    private func answerAll(in world: inout Case) {
        while let command = world.scenario.takeCommand() {
            switch command {
            case .startAttempt(let attempt, _, _, _):
                world.attempts.append(attempt)
                world.scenario.handle(.attemptStarted(attempt))
            case .cancelAttempt(let attempt): end(attempt, .cancelled, in: &world)
            default: world.scenario.answer(command)
            }
        }
    }

    private func end(_ attempt: AttemptID, _ kind: AttemptEnd.Kind, in world: inout Case) {
        world.attempts.removeAll { $0 == attempt }
        world.scenario.handle(.attemptEnded(attempt, AttemptEnd(kind: kind)))
    }

    private func difference(_ world: Case) -> String? {
        for (name, rules) in zip(Self.names, world.rules.pipelines) {
            let running = world.scenario.activeRuns.filter { $0.pipeline == name }.map(\.request.id.number)
            if running != rules.running { return "requests \(running) of \(name) run, not \(rules.running)" }
            let waiting = (world.scenario.state(of: name)?.requests ?? []).map {
                [$0.id.number, Int64($0.priority), $0.isOnDemand ? 1 : 0]
            }
            let expected = rules.waiting.map { [$0.id, Int64($0.priority), $0.isOnDemand ? 1 : 0] }
            if waiting != expected { return "\(waiting) of \(name) wait, not \(expected)" }
            let suppressed = world.scenario.decisions.count { $0.kind == .suppress && $0.pipeline == name }
            if suppressed != rules.suppressed { return "\(suppressed) wishes are suppressed, not \(rules.suppressed)" }
        }
        let started = world.scenario.decisions.compactMap { $0.kind == .start ? $0.request?.number : nil }
        return started == world.rules.started ? nil : "\(started) started, not \(world.rules.started)"
    }
}
