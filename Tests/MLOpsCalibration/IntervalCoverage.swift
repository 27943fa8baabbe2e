import MLOpsStatistics
import RealModule

/// How often the intervals of performance metrics hold what is behind them, on windows of simulated rows.
package struct IntervalCoverage: Sendable {
    package enum Task: String, Sendable, CaseIterable { case binary, rare, multiclass, regression }

    package let task: Task
    package let rows: Int

    package init(_ task: Task, rows: Int) { (self.task, self.rows) = (task, rows) }

    package struct Held: Sendable {
        package let name: String
        package var held = 0
        package var trials = 0

        package var share: Double { trials > 0 ? Double(held) / Double(trials) : 1 }
    }

    /// What is behind the metrics is what `populationRows` rows show.
    package func run(windows: Int, populationRows: Int = 400_000, seed: UInt64) -> [Held] {
        var random = Xoshiro256StarStar(seed: seed)
        let truth = figures(populationRows, &random)
        var held = truth.map { Held(name: $0.name) }
        for _ in 0..<windows {
            for (index, figure) in figures(rows, &random).enumerated() {
                guard let value = truth[index].figure.value, let low = figure.figure.low, let high = figure.figure.high
                else { continue }
                held[index].trials += 1
                if low <= value, value <= high { held[index].held += 1 }
            }
        }
        return held.filter { $0.trials > 0 }
    }

    private func figures(_ count: Int, _ random: inout Xoshiro256StarStar) -> [NamedFigure] {
        let kind: PerformanceTask =
            task == .multiclass ? .multiclass(classes: [0, 1, 2]) : task == .regression ? .regression : .binary
        var sums = PerformanceSums(kind)
        for _ in 0..<count { sums.add(row(&random)) }
        return sums.figures
    }

    private func row(_ random: inout Xoshiro256StarStar) -> PerformanceRow {
        switch task {
        case .binary, .rare:
            let logit = random.normal() * 1.5 - (task == .rare ? 2.5 : 0.3)
            let score = 1 / (1 + Double.exp(-1.3 * logit))
            let isPositive = random.uniform() < 1 / (1 + Double.exp(-logit))
            return PerformanceRow(score: score, label: isPositive ? 1 : 0)
        case .multiclass:
            let raw = (0..<3).map { Double.exp(random.normal() - Double($0) / 2) }
            let total = raw.reduce(0, +)
            let (draw, choice) = (random.uniform() * total, raw.firstIndex(of: raw.max() ?? 0) ?? 0)
            let label = draw < raw[0] ? 0 : draw < raw[0] + raw[1] ? 1 : 2
            return PerformanceRow(prediction: Double(choice), label: Double(label), scores: raw.map { $0 / total })
        case .regression:
            let centre = 20 + 3 * random.normal()
            return PerformanceRow(prediction: centre + 0.3, label: centre + random.normal() * (0.5 + 0.05 * centre))
        }
    }
}
