import MLOpsControl
import Testing

@Suite struct `The performance page` {
    private static let performance: PerformanceResponse = {
        let hour: Int64 = 3_600_000_000
        let begin: Int64 = 1_795_392_000_000_000
        let values: [(Double?, PerformanceWindowValue.Status)] = [
            (0.91, .judged), (0.88, .judged), (0.84, .judged), (0.79, .insufficient), (nil, .immature),
        ]
        let windows = values.enumerated().map { index, value in
            PerformanceWindowValue(
                start: Timestamp(microseconds: begin + Int64(index) * hour),
                end: Timestamp(microseconds: begin + Int64(index + 1) * hour), version: "churn/7", n: 1000,
                labelled: value.0 == nil ? 0 : 995, coverage: value.0 == nil ? 0 : 0.995, status: value.1,
                metrics: [
                    "f1": .init(
                        value: value.0, low: value.0.map { $0 - 0.0234 }, high: value.0.map { $0 + 0.02 },
                        reason: value.0 == nil ? "no label is 1" : nil)
                ])
        }
        return PerformanceResponse(
            pipeline: "churn", task: "binary", windows: windows,
            triggers: [
                PerformanceTriggerValue(
                    trigger: "floor", operand: "floor", metric: "f1", state: .met,
                    since: Timestamp(microseconds: begin), version: "churn/7", threshold: 0.8, higherIsBetter: true,
                    neededBreaches: 2, ofWindows: 3,
                    text: "f1 of churn/7 is 0.84 (0.8166 to 0.86), not surely below 0.8",
                    missing: "f1's upper bound below 0.8 in 2 of 3 windows")
            ],
            join: JoinValue(predictions: 5000, labelled: 3980, early: 3, repeated: 1, rejected: 2),
            problems: ["a\u{1B}[2J.csv: it has no column \"id\""])
    }()

    @Test func `shows triggers and windows`() throws {
        let text = PerformancePage.text(Self.performance, metric: nil, .example(width: 120))
        try Snapshot.expect(text, "Golden/performance.txt")
    }

    @Test func `shows estimates beside what came true`() throws {
        var performance = Self.performance
        let open = performance.windows[4]
        performance.estimate = EstimateValue(
            isSuspect: true, texts: ["without labels, f1 is estimated at 0.71: suspect, which starts no run"],
            windows: [
                .init(
                    start: open.start, end: open.end, version: open.version, n: 1000, learnt: 3980,
                    metrics: ["f1": .init(value: 0.71, low: 0.68, high: 0.74, reason: nil)])
            ])
        let text = PerformancePage.text(performance, metric: nil, .example(width: 120))
        try Snapshot.expect(text, "Golden/performance-estimate.txt")
    }

    @Test func `is ASCII where it must be`() throws {
        let text = PerformancePage.text(Self.performance, metric: "f1", .example(width: 80, isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) })
        try Snapshot.expect(text, "Golden/performance-80-ascii.txt")
    }
}
