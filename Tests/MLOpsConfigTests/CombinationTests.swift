import MLOpsConfig
import MLOpsCore
import MLOpsSchedule
import Testing

@Suite struct `Combinations` {
    let triggers: [TriggerName: TriggerDefinition]

    init() throws {
        let definition = try read(
            """
            data: { in: { path: /srv/in } }
            triggers:
              a: { schedule: daily, valid_for: 1h }
              b: { new_data: in, alone: true, priority: 7 }
              inner: { any: [a, { model_age: 1d, valid_for: 2h }], valid_for: 3h }
              outer: { all: [inner, b, { not: { at_least: { k: 1, of: [b] } } }], valid_for: 4h }
              order: { seq: [b, { schedule: daily }], within: 2h }
              later: { all: [{ after: 1970-01-01T00:00:01Z }, b], deadline: 5h, else: skip }
            steps: { train: { run: [a] } }
            """)
        triggers = Dictionary(uniqueKeysWithValues: definition.triggers.map { ($0.name, $0) })
    }

    func trigger(_ name: TriggerName) throws -> TriggerDefinition { try #require(triggers[name]) }

    @Test func `name each operand by its place in the trigger that uses it`() throws {
        #expect(try trigger("a").operands.map(\.path) == ["a"])
        #expect(try trigger("inner").operands.map(\.path) == ["inner.any.0", "inner.any.1"])
        #expect(
            try trigger("outer").operands.map(\.path) == [
                "outer.all.0.any.0", "outer.all.0.any.1", "outer.all.1", "outer.all.2.not.at_least.0",
            ])
        #expect(try trigger("order").operands.map(\.path) == ["order.seq.0", "order.seq.1"])
    }

    @Test func `speak only of operands of their own`() throws {
        #expect(try trigger("a").expression == .operand(0))
        #expect(
            try trigger("outer").expression
                == .all([.any([.operand(0), .operand(1)]), .operand(2), .not(.atLeast(1, [.operand(3)]))]))
        #expect(
            try trigger("order").expression == .sequence([.operand(0), .operand(1)], within: .seconds(7200)))
        #expect(try trigger("later").expression == .all([.after(Instant(seconds: 1)), .operand(0)]))
    }

    @Test func `hand down how long evidence counts to what says nothing itself`() throws {
        let hours = try trigger("outer").operands.map { $0.validFor.map { $0 / .seconds(3600) } }
        #expect(hours == [1, 2, 4, 4])
        #expect(try trigger("inner").operands.map(\.validFor) == [.seconds(3600), .seconds(7200)])
        #expect(try trigger("b").operands.map(\.validFor) == [nil])
    }

    @Test func `silence the triggers they name`() {
        let silent = triggers.values.filter { !$0.firesAlone }.map(\.name).sorted()
        #expect(silent == ["a", "inner"])
    }

    @Test func `keep what is said of the trigger as a whole`() throws {
        #expect(try trigger("b").priority == 7)
        #expect(try trigger("later").deadline == .seconds(5 * 3600))
        #expect(try trigger("later").lapse == .skip)
        #expect(try trigger("outer").lapse == .alert)
    }
}
