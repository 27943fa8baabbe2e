/// How long requests took and how many failed: quantiles from cells less than 1.6 % wide, so each is within 0.8 %.
package struct LatencySums: Sendable, Equatable {
    // 64 cells in each doubling.
    private static let dropped: UInt64 = 46
    /// Times are cut off there, in seconds.
    private static let range = 1e-9...1e9

    private var cells: [UInt64: Int] = [:]
    package private(set) var requests = 0
    package private(set) var failures = 0
    package private(set) var timeouts = 0

    package init() {}

    package enum Outcome: Sendable { case answered, failed, timedOut }

    /// - Parameter seconds: how long it took; counted only when it was answered. NaN is not counted.
    package mutating func add(seconds: Double, _ outcome: Outcome = .answered) {
        requests += 1
        switch outcome {
        case .failed: failures += 1
        case .timedOut: timeouts += 1
        case .answered:
            guard !seconds.isNaN else { return }
            let time = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
            cells[time.bitPattern >> Self.dropped, default: 0] += 1
        }
    }

    package mutating func merge(_ other: LatencySums) {
        for (key, count) in other.sorted { cells[key, default: 0] += count }
        requests += other.requests
        failures += other.failures
        timeouts += other.timeouts
    }

    private var sorted: [(key: UInt64, count: Int)] {
        cells.sorted { $0.key < $1.key }.map { (key: $0.key, count: $0.value) }
    }

    /// In seconds: `latency_p50`, `latency_p95`, `latency_p99`; and the shares `error_rate` and `timeout_rate`.
    package var figures: [NamedFigure] {
        let quantiles = [50, 95, 99].map { NamedFigure("latency_p\($0)", quantile(Double($0) / 100)) }
        return quantiles + [
            NamedFigure("error_rate", .share(failures + timeouts, of: requests, orElse: Self.silent)),
            NamedFigure("timeout_rate", .share(timeouts, of: requests, orElse: Self.silent)),
        ]
    }

    private static let silent = "there were no requests"

    /// The value with a share `q` of the answers at or below it; its interval by the binomial's normal limit for ranks.
    private func quantile(_ q: Double) -> PerformanceFigure {
        let sorted = sorted
        let total = sorted.reduce(0) { $0 + $1.count }
        guard total > 0 else { return PerformanceFigure(undefined: "no request was answered") }
        let (rank, half) = (
            q * Double(total), PerformanceFigure.z * (q * (1 - q) * Double(total)).squareRoot()
        )
        func value(_ rank: Double) -> Double {
            var below = 0.0
            for (key, count) in sorted {
                below += Double(count)
                if below >= rank { return Double(bitPattern: key << Self.dropped | 1 << (Self.dropped - 1)) }
            }
            return .nan
        }
        let last = Double(total)
        return PerformanceFigure(
            value: value(rank.rounded(.up)), low: value(max(1, (rank - half).rounded(.down))),
            // Too few answers to bound it from above.
            high: rank + half > last ? nil : value((rank + half).rounded(.up)))
    }
}
