@testable import MLOpsStatistics
import Testing

@Suite struct `Latency sums` {
    @Test func `have quantiles within one in a hundred, in any grouping`() {
        var random = Xoshiro256StarStar(seed: 8)
        let times = (0..<20_000).map { _ in 0.002 / (1 - random.uniform()) }
        var (whole, parts) = (LatencySums(), [LatencySums](repeating: LatencySums(), count: 3))
        for (index, time) in times.enumerated() {
            whole.add(seconds: time)
            parts[index % 3].add(seconds: time)
        }
        var merged = parts[2]
        merged.merge(parts[0])
        merged.merge(parts[1])
        #expect(merged == whole)
        let sorted = times.sorted()
        for (name, q) in [("latency_p50", 0.5), ("latency_p95", 0.95), ("latency_p99", 0.99)] {
            let figure = whole.figures.first { $0.name == name }?.figure
            let exact = sorted[Int(q * 20_000) - 1]
            #expect(abs((figure?.value ?? 0) / exact - 1) < 0.01, "\(name)")
            // Between the times as many ranks away as chance allows, and less than a cell further.
            let half = 1.96 * (q * (1 - q) * 20_000).squareRoot()
            let (low, high) = (sorted[Int(q * 20_000 - half) - 1], sorted[Int(q * 20_000 + half)])
            #expect(abs((figure?.low ?? 0) / low - 1) < 0.01, "\(name)")
            #expect(abs((figure?.high ?? 0) / high - 1) < 0.01, "\(name)")
        }
    }

    @Test func `count failures, and say of silence that nothing is known`() {
        var sums = LatencySums()
        #expect(sums.figures.allSatisfy { $0.figure.value == nil && $0.figure.reason != nil })
        sums.add(seconds: .nan)
        sums.add(seconds: -1)
        sums.add(seconds: .infinity)
        sums.add(seconds: 1, .failed)
        sums.add(seconds: 9, .timedOut)
        let figures = Dictionary(uniqueKeysWithValues: sums.figures.map { ($0.name, $0.figure) })
        #expect(figures["error_rate"]?.value == 0.4)
        #expect(figures["timeout_rate"]?.value == 0.2)
        #expect(figures["latency_p99"]?.value?.isFinite == true)
    }
}
