import MLOpsControl
import Testing

@Suite struct `The performance page` {
    @Test func `shows triggers and windows`() throws {
        let text = PerformancePage.text(PerformanceResponse.example, metric: nil, .example(width: 120))
        try Snapshot.expect(text, "Golden/performance.txt")
    }

    @Test func `shows estimates beside what came true`() throws {
        var performance = PerformanceResponse.example
        let open = performance.windows[4]
        performance.estimate = EstimateValue(
            isSuspect: true, texts: ["without labels, f1 is estimated at 0.71: suspect, which starts no run"],
            windows: [
                .init(
                    start: open.start, end: open.end, version: open.version, n: 1000, learnt: 3980,
                    metrics: ["f1": .init(value: 0.71, low: 0.68, high: 0.74, reason: nil, uncorrected: 0.755)])
            ])
        let text = PerformancePage.text(performance, metric: nil, .example(width: 120))
        try Snapshot.expect(text, "Golden/performance-estimate.txt")
    }

    @Test func `is ASCII where it must be`() throws {
        let text = PerformancePage.text(
            PerformanceResponse.example, metric: "f1", .example(width: 80, isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) })
        try Snapshot.expect(text, "Golden/performance-80-ascii.txt")
    }
}
