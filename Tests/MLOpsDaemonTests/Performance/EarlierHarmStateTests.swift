import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `A test of harm that an earlier daemon kept` {
    private static let hour: Int64 = 3_600_000_000
    private static let begin: Int64 = 1_760_000_400_000_000

    // What mlopsd wrote when its ledgers had a spacing, after six windows of a hundred predictions of which ten were wrong.
    private static let detector =
        """
        AQHYBAAAkAMAAAEAAAAAAAAAAAAAAAAAAPA/mpmZmZmZuT8AAAAAAADwPwAAAAAAAPA/AAAAAAAAeUAAAAAAAJUlaEAAAADgBF9nQAAAAKCH42\
        VAAAAAILc/Y0AAAADA3mpeQAAAAAAPAFVAAAAAgIkNS0AAAADADepBQAAAACALeDVAAAAAQEScIEAAAABgj7b6PwAAAICiA9o/AAAA4Lx6ZUAA\
        AACgbq1jQAAAAIAHGGFAAAAAwIJoW0AAAADAGd1TQAAAAKA/p0pAAAAAgNjDQUAAAACgeys3QAAAAIBRSChAAAAAYAXwDkAAAADgNxLtPwAAAC\
        DdV8s/AAAAAFzyYkAAAADgSnBgQAAAAKBHrFpAAAAAgDfpU0AAAABA149LQAAAAMCJgEJAAAAAIDO7OEAAAABAFi0uQAAAACCdWRtAAAAAQJ0J\
        AEAAAACgeQzjPwAAAOCG8qo/AAAAAPiUY0AAAADATGFaQAAAAAAb7UJAAAAAIPgIK0AFCAAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAA\
        AAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwgAAA\
        AAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAADwPwAAAAAA\
        AAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\
        AAAAAAAADwPwAAAAAAAAAAAAAAAAAAAEAMAAAAAAAA8D8AAAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBAAAAAAAAA8D8A\
        AAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBAAAAAAAAA8D8AAAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAABBAAAAAAAAA8D8AAAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBAAAAAAAAA\
        AAAAAAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBACAAAAAAAAAAAAAAAAAAAAA\
        AAAAAAAAAgQAAAAAAAAPA/AAAAAAAAAAAAAAAAAAAgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgQAAAAAAAAPA/AAAAAAAAAAAAAAAAAAAgQAAA\
        AAAAAPA/AAAAAAAAAAAAAAAAAAAgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgQAAAAAAAAPA/AAAAAAAAAAAAAAAAAAAgQAAAAAAAAPA/AAAAAA\
        AAAAAAAAAAAAAgQAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMEAAAAAAAADwPwAAAAAAAAAAAAAAAAAAMEAAAAAAAAAQQAAAAAAAAAAAAAAAAAAA\
        MEAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAMEAA
        """
    private static let rest =
        """
        ,"first":1760000400000000,"latest":[{"rows":100,"squares":10,"total":10},{"rows":100,"squares":10,\
        "total":10},{"rows":100,"squares":10,"total":10}],"learnt":{"rows":400,"squares":40,"total":40},\
        "learntMeans":{"rows":4,"squares":0.04000000000000001,"total":0.4},"ledger":{"baseline":0.1,\
        "baselineError":0.015018785229652765,"latest":[{"rows":400,"squares":40,"total":40},{"rows":100,\
        "squares":10,"total":10},{"rows":100,"squares":10,"total":10}],"spacing":0,"sum":{"rows":600,"squares":60,\
        "total":60}},"loss":{"concerned":0,"metric":"accuracy","point":0.5,"rows":600},"marks":[{"row":0,\
        "start":1760000400000000},{"row":100,"start":1760004000000000},{"row":200,"start":1760007600000000},\
        {"row":300,"start":1760011200000000},{"row":400,"start":1760014800000000},{"row":500,\
        "start":1760018400000000}],"predictions":100,"settings":{"afterAlarm":"hold","rowsPerFalseAlarm":87658.2,\
        "source":{"reference":{"rows":400}},"tolerance":0},"through":1760022000000000,"tolerance":0,"usual":0.9,\
        "windows":6}
        """
    private static let kept = [UInt8](#"{"detector":"\#(detector)"\#(rest)"#.utf8)

    private static func take(_ window: Int, into test: inout HarmTest) {
        let wrong = window < 30 ? 10 : 30
        let rows = (0..<100).map { HarmTest.Row(said: 1, came: $0 * 37 % 100 < wrong ? 0 : 1, score: .nan) }
        let start = begin + Int64(window) * hour
        test.take(rows, of: 100, from: start, to: start + hour)
    }

    @Test func `goes on as one that this daemon began`() throws {
        let condition = PerformanceCondition(
            metric: "accuracy", better: .higher, bound: .usual, minSamples: 400, falseAlarmsPerYear: 10)
        let design = try #require(HarmTestDesign(condition, promoted: [], isWeighed: true, lasted: []))
        var old = try HarmTest(encoded: Self.kept, design)
        var new = HarmTest(design)
        for window in 0..<6 { Self.take(window, into: &new) }
        let kept = old.status(cost: 50)
        #expect(kept.phase == .watching && kept.windows == 6 && kept.rows == 600 && kept.usual == 0.9)
        #expect(kept.worth?.age == 600 && old.first == Self.begin && old.through == Self.begin + 6 * Self.hour)
        // The rows of a window came in another order, which losses that are summed do not tell.
        #expect(kept.worth == new.status(cost: 50).worth && old.marks == new.marks)
        for window in 6..<40 {
            Self.take(window, into: &old)
            Self.take(window, into: &new)
        }
        let (found, expected) = (old.status(cost: 50), new.status(cost: 50))
        #expect(found.phase == .harmed && found.rows == 4000 && found.since == expected.since)
        #expect(found.worth == expected.worth && found.worth?.isWorthIt == true)
        #expect(try HarmTest(encoded: old.encoded(), design) == old)
    }
}
