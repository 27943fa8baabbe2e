import MLOpsStatistics
import Testing

@Suite struct `The rows of earlier windows` {
    @Test func `say what is likely`() throws {
        let limits = try #require(VolumeLimits(earlier: [980, 1000, 1010, 1020, 995, 1005, 990], z: 4))
        #expect(limits.range.contains(1000) && limits.range.contains(900))
        #expect(!limits.range.contains(100) && !limits.range.contains(10_000))
    }

    @Test func `say nothing when they are few`() {
        #expect(VolumeLimits(earlier: [1, 2, 3, 4], z: 4) == nil)
    }

    @Test(arguments: [[0, 0, 0, 0, 0], [Int](repeating: .max, count: 5), [0, 1, 1_000_000, 5, .max]])
    func `make limits whatever they are`(earlier: [Int]) throws {
        let limits = try #require(VolumeLimits(earlier: earlier, z: 100))
        #expect(limits.range.lowerBound.isFinite && limits.range.upperBound.isFinite)
    }

    @Test func `are judged only where they are known`() {
        var schema = DataSchema(columns: [ColumnRules(name: "n", type: .int)])
        schema.dataset.volume = VolumeRule()
        let table = SyntheticTable(columns: [("n", .int([1, 2]))])
        #expect(table.check(schema).unchecked.map(\.rule) == [.volume])
        let known = ValidationContext(earlierRows: [100, 110, 90, 105, 95])
        #expect(table.check(schema, known).violations.map(\.rule) == [.volume])
    }
}
