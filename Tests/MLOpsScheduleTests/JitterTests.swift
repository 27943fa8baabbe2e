import MLOpsSchedule
import Testing

@Suite struct `The delay of a schedule` {
    @Test func `D10 is the same in every process and on every machine`() {
        let offset = Jitter.offset(machine: "9f3c8a1e", key: "churn/weekly", within: .seconds(300))
        // Computed with a second implementation.
        #expect(offset == .microseconds(173_292_533))
        #expect(offset == Jitter.offset(machine: "9f3c8a1e", key: "churn/weekly", within: .seconds(300)))
    }

    @Test func `D10 spreads a hundred schedules over its bound`() {
        let bound = Duration.seconds(600)
        let offsets = (0..<100).map { Jitter.offset(machine: "9f3c8a1e", key: "pipeline-\($0)", within: bound) }
        #expect(offsets.allSatisfy { $0 >= .zero && $0 < bound })
        // Each tenth of the bound gets ten of a hundred on average; a fair hash leaves none empty.
        let tenths = Set(offsets.map { $0.microseconds / 60_000_000 })
        #expect(tenths.count == 10)
    }

    @Test func `depends on both operands and on where one ends`() {
        let bound = Duration.seconds(86_400)
        let offsets = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("ab", "d")]
            .map { Jitter.offset(machine: $0.0, key: $0.1, within: bound) }
        #expect(Set(offsets).count == offsets.count)
    }

    @Test func `is zero without a bound`() {
        #expect(Jitter.offset(machine: "a", key: "b", within: .zero) == .zero)
        #expect(Jitter.offset(machine: "a", key: "b", within: .seconds(-5)) == .zero)
        #expect(Jitter.offset(machine: "a", key: "b", within: .microseconds(1)) == .zero)
    }
}
