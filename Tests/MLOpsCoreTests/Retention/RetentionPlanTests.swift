import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Retention plan` {
    private typealias Fixture = RecordFixtures

    private static func id(_ number: Int64) -> ModelVersionID {
        ModelVersionID(pipeline: Fixture.pipeline, number: number)
    }

    private static func facts(_ count: Int64) -> RetentionPlan.Facts {
        RetentionPlan.Facts(
            runs: (1...count).map { number in
                var run = Fixture.endedRun(number)
                run.champion = number > 1 ? id(number - 1) : nil
                return run
            },
            versions: (1...count).map { Fixture.version($0) }, champion: id(count))
    }

    private static let later = Instant(microseconds: 1 << 52)

    @Test func `keeps the newest, and of the oldest what is younger than it says`() {
        let plan = RetentionPlan(RetentionPolicy(runs: 2, models: 3), Self.facts(6), now: Self.later)
        #expect(plan.models == [1, 2, 3].map(Self.id))
        #expect(plan.runs == [1, 2, 3, 4].map { RunID($0) })
        let age = Self.later - Fixture.moment(2).wall
        let young = RetentionPlan(RetentionPolicy(models: 1, age: age), Self.facts(6), now: Self.later)
        #expect(young.models == [1, 2].map(Self.id))
        #expect(young.runs.isEmpty)
        #expect(RetentionPlan(RetentionPolicy(), Self.facts(6), now: Self.later).models.isEmpty)
    }

    @Test func `what live versions were compared with stays, and so do the runs that they went on from`() {
        var facts = Self.facts(6)
        facts.champion = Self.id(3)
        facts.runs[2].request.retryOf = RunID(1)
        let plan = RetentionPlan(RetentionPolicy(runs: 1, models: 1), facts, now: Self.later)
        #expect(plan.heldModels.map(\.id) == [2, 3].map(Self.id))
        #expect(plan.models == [1, 4, 5].map(Self.id))
        #expect(plan.heldRuns.map(\.id) == [1, 2, 3].map { RunID($0) })
        #expect(plan.runs == [4, 5].map { RunID($0) })
    }

    @Test func `an active run is never removed, nor what a person waits to judge`() {
        var facts = Self.facts(3)
        facts.runs[0].phase = .running
        facts.versions[1].status = .awaiting
        let plan = RetentionPlan(RetentionPolicy(runs: 1, models: 1), facts, now: Self.later)
        #expect(plan.runs.isEmpty)
        #expect(plan.models == [Self.id(1)])
        #expect(plan.heldRuns.map(\.id) == [RunID(2)])
    }

    @Test(arguments: 0..<200) func `I8 whatever the facts are, nothing that is held goes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int64.random(in: 1...12, using: &generator)
        var facts = Self.facts(count)
        func any() -> ModelVersionID { Self.id(Int64.random(in: 1...count, using: &generator)) }
        facts.champion = any()
        facts.previous = any()
        facts.rollback = any()
        for reason in ["is called best", "is tagged pinned"] { facts.pinned[any()] = reason }
        facts.inFlight = [any()]
        let policy = RetentionPolicy(
            runs: Int.random(in: 1...4, using: &generator), models: Int.random(in: 1...4, using: &generator))
        let plan = RetentionPlan(policy, facts, now: Self.later)
        let held = Set(
            [facts.champion, facts.previous, facts.rollback].compactMap(\.self) + facts.pinned.keys + facts.inFlight)
        #expect(held.isDisjoint(with: plan.models))
        let makers = facts.versions.filter { held.contains($0.id) }.map(\.run)
        #expect(Set(makers).isDisjoint(with: plan.runs))
        #expect(facts.versions.count - plan.models.count >= min(policy.models ?? 0, facts.versions.count))
        #expect(Set(plan.heldModels.map(\.id)).isDisjoint(with: plan.models))
    }
}
