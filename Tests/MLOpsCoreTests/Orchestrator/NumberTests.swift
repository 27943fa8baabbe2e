import MLOpsCore
import MLOpsTestKit
import Testing

/// Files of another record stand under the numbers that this one would give next.
@Suite struct `Numbers of versions` {
    private static let taken = ModelVersionID(pipeline: "churn", number: 1)

    private func registering() -> Scenario {
        var scenario = Scenario(.example())
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        while scenario.activeRuns.first?.phase != .registering, let command = scenario.takeCommand() {
            scenario.answer(command)
        }
        return scenario
    }

    @Test func `pass by what is taken, and go on from there`() {
        var scenario = registering()
        let decision = scenario.handle(.modelNumberTaken(RunID(1), Self.taken, free: 4))
        let version = ModelVersionID(pipeline: "churn", number: 4)
        let stored = decision.commands.compactMap { command -> ModelVersionID? in
            if case .storeModel(_, let version, _) = command { version } else { nil }
        }
        #expect(stored == [version])
        #expect(decision.notices.map(\.kind) == [.numberSkipped] && decision.notices.first?.version == version)
        // The daemon may die before the answer: what it does then is in the record.
        #expect(decision.mutations.contains { if case .putRun(let run) = $0 { run.version == version } else { false } })
        scenario.completeRuns()
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(candidate: .with(f1: 0.9))
        #expect(scenario.outcomes.map(\.word) == ["succeeded", "succeeded"])
        #expect(scenario.run(2)?.version?.number == 5)
    }

    @Test func `are passed by once, whatever comes late or makes no sense`() {
        var scenario = registering()
        #expect(scenario.handle(.modelNumberTaken(RunID(1), Self.taken, free: 1)).commands == [])
        scenario.handle(.modelNumberTaken(RunID(1), Self.taken, free: 2))
        #expect(scenario.handle(.modelNumberTaken(RunID(1), Self.taken, free: 9)).commands == [])
        #expect(scenario.state(of: "churn")?.lastVersion == 2)
    }
}
