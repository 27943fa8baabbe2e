import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

/// The earliest time at which a combination can come true, against the times of its parts.
@Suite struct `The earliest time of a combination` {
    private static let start = Instant(seconds: 1_795_392_000)
    /// Parts that come true by themselves an hour, two and three hours after the start.
    private static let parts: [MLOpsCore.Expression] = (1...3).map { .after(start + .seconds($0 * 3600)) }
    /// One that only evidence makes true.
    private static let data = MLOpsCore.Expression.operand(0)

    private static func trigger(_ expression: MLOpsCore.Expression) -> TriggerDefinition {
        let condition = NewDataCondition(dataset: "in", minFiles: 2, quietPeriod: .zero, maxWait: .seconds(9000))
        return TriggerDefinition(
            name: "t", expression: expression, operands: [Operand(path: "t.data", condition: .newData(condition))])
    }

    /// In half hours after the start, as `why-not` says it; nil: none.
    private static func halfHours(
        _ expression: MLOpsCore.Expression, after passed: Duration = .zero, deliver: Bool = false
    ) throws -> Int64? {
        var scenario = Scenario(.example(triggers: [trigger(expression)]))
        if deliver { scenario.deliver(to: "in", of: "churn") }
        scenario.wait(passed)
        let explanation = try scenario.orchestrator.explainInaction(of: "churn", trigger: "t", at: scenario.now).get()
        return explanation.last?.next.map { ($0 - start).components.seconds / 1800 }
    }

    @Test(
        arguments: [
            (.all(parts), 6), (.any(parts), 2), (.atLeast(2, parts), 4), (.sequence(parts, within: nil), 6),
            (.all([.any(parts), parts[1]]), 4), (.not(parts[0]), nil), (.all([data, parts[0]]), nil),
            (.any([data, parts[0]]), 2), (.atLeast(2, [data] + parts), 4),
            (.atLeast(3, [data] + parts.dropLast()), nil),
            (.sequence([data, parts[0]], within: nil), nil),
        ] as [(MLOpsCore.Expression, Int64?)])
    func `is what its parts allow, in half hours`(expression: MLOpsCore.Expression, expected: Int64?) throws {
        #expect(try Self.halfHours(expression) == expected)
    }

    @Test func `counts what has begun: a first file waits for two and a half hours at most`() throws {
        #expect(try Self.halfHours(.all([Self.data, Self.parts[0]]), deliver: true) == 5)
        #expect(try Self.halfHours(.all([Self.data, Self.parts[2]]), deliver: true) == 6)
        #expect(try Self.halfHours(.any([Self.data, Self.parts[2]]), deliver: true) == 5)
    }

    @Test func `leaves out what is true already`() throws {
        #expect(try Self.halfHours(.all(Self.parts), after: .seconds(5400)) == 6)
        #expect(try Self.halfHours(.atLeast(2, Self.parts), after: .seconds(5400)) == 4)
    }

    @Test func `of a sequence is told again of a slot that came too early`() throws {
        let schedule = Operand(path: "t.slot", condition: .schedule(ScheduleCondition(expression: try .hourly)))
        var trigger = Self.trigger(.sequence([Self.data, .operand(1)], within: nil))
        trigger.operands.append(schedule)
        var scenario = Scenario(.example(triggers: [trigger]))
        scenario.wait(.seconds(3600 + 60))
        scenario.deliver(to: "in", of: "churn")
        let explanation = try scenario.orchestrator.explainInaction(of: "churn", trigger: "t", at: scenario.now).get()
        // The file alone counts after its longest wait, which is after the next slot.
        #expect(explanation.last?.next == Self.start + .seconds(3660 + 9000))
        #expect(explanation.last?.children[1].next == Self.start + .seconds(7200))
    }

    @Test func `of a trigger that starts nothing alone is not when a run can start`() throws {
        var part = TriggerDefinition.one("slot", .schedule(ScheduleCondition(expression: try .hourly)))
        part.firesAlone = false
        let scenario = Scenario(.example(triggers: [part]))
        let explanation = try scenario.orchestrator.explainInaction(of: "churn", trigger: nil, at: scenario.now).get()
        #expect(explanation.last?.next == nil)
    }
}
