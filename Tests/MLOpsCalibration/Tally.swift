import MLOpsStatistics

/// How often p-values lie at or below some levels.
package struct Tally: Sendable {
    package let levels: [Double]
    package private(set) var counts: [Int]
    package private(set) var trials = 0

    package init(levels: [Double] = [0.05, 0.01, 0.001]) {
        self.levels = levels
        counts = levels.map { _ in 0 }
    }

    /// Counts a p; nil, where nothing could be told, is none at or below any level.
    package mutating func add(_ p: Double?) {
        trials += 1
        for (index, level) in levels.enumerated() where (p ?? 1) <= level { counts[index] += 1 }
    }

    package var bands: [Band] { counts.map { Band(events: $0, trials: trials) } }

    /// The rates over the levels.
    package var ratios: [Double] { zip(bands, levels).map { $0.ratio(to: $1) } }

    /// Whether each rate may lie between `lowest` and `highest` times its level.
    package func isConsistent(_ lowest: Double, _ highest: Double) -> Bool {
        zip(bands, levels).allSatisfy { $0.isConsistent(withRateIn: (lowest * $1)...(highest * $1)) }
    }

    /// The ratios with two digits, then the trials.
    package var line: String {
        ratios.map { ratio in
            let hundredths = Int((ratio * 100).rounded())
            return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        }.joined(separator: "  ") + "  (\(trials) trials)"
    }
}
