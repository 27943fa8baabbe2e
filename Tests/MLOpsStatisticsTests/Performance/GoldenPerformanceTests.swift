@testable import MLOpsStatistics
import Testing

/// Against scikit-learn, statsmodels and scipy: see Golden/performance.py.
@Suite struct `Golden performance` {
    @Test func `metrics and intervals are those of scikit-learn and statsmodels`() throws {
        let cases = try GoldenCorpus("performance").cases
        #expect(cases.count >= 800)
        var agreement = Agreement()
        var undefined = 0
        for golden in cases {
            let (task, rows) = try GoldenRows.rows(golden.inputs)
            var sums = PerformanceSums(task)
            for row in rows { sums.add(row) }
            let figures = Dictionary(uniqueKeysWithValues: sums.figures.map { ($0.name, $0.figure) })
            for answer in golden.answers {
                let parts = answer.name.split(separator: ".").map(String.init)
                let figure = try #require(figures[parts[0]], "\(answer.name)")
                if answer.value.isNaN {
                    undefined += 1
                    #expect(figure.value == nil && figure.reason != nil, "\(answer.name): \(golden.description)")
                    #expect(figure.low == nil && figure.high == nil)
                    continue
                }
                let value = parts.count == 1 ? figure.value : parts[1] == "low" ? figure.low : figure.high
                let (tolerance, floor) = Self.tolerance(answer.name, golden)
                agreement.expect(
                    answer.name, value, equals: answer.value, within: tolerance, below: floor,
                    in: golden.description)
            }
        }
        #expect(agreement.compared >= 20_000)
        #expect(undefined >= 200)
        Report.print("performance", agreement)
    }

    /// The relative error that is allowed, and below what an answer need only be as small.
    private static func tolerance(_ name: String, _ golden: GoldenCorpus.Case) -> (Double, Double) {
        // Differences of nearly equal numbers, some 1000 times as large: what scikit-learn rounds is lost for it.
        if name.hasPrefix("r2") || name.hasPrefix("explained_variance") { return (1e-12, 1) }
        if name.hasPrefix("rmsle") || name.hasPrefix("bias") { return (1e-9, 1e-3) }
        // Intervals of numbers far from 0 are as exact as the numbers.
        if name.contains(".") { return (2e-11, 1e-3) }
        if name == "mcc" || name == "kappa" { return (1e-12, 1e-2) }
        return (1e-12, 1e-3)
    }

    /// What is the accuracy, since rows have one label and one prediction; and what binary cases have tried.
    private static let elsewhere: Set = ["multiclass f1_micro", "multiclass ece"]

    @Test func `each metric of each task is in the corpus`() throws {
        let cases = try GoldenCorpus("performance").cases
        for (kind, task) in [
            ("binary", PerformanceTask.binary), ("multiclass", .multiclass(classes: [0, 1])),
            ("regression", .regression),
        ] {
            var occurrences: [String: Int] = [:]
            for golden in cases where golden.inputs[0] == kind {
                for answer in golden.answers where !answer.value.isNaN { occurrences[answer.name, default: 0] += 1 }
            }
            for name in PerformanceSums.metrics(of: task) where !Self.elsewhere.contains("\(kind) \(name)") {
                #expect(occurrences[name, default: 0] >= 50, "\(kind) \(name)")
            }
        }
    }
}
