import MLOpsStatistics
import Testing

@Suite struct `Losses of rows` {
    private static let table: [(said: Double, came: Double, count: Int)] = [
        (1, 1, 30), (1, 0, 10), (0, 1, 20), (0, 0, 40),
    ]

    private static func mean(_ loss: inout HarmLoss) -> (mean: Double, rows: Int) {
        var losses: [Double] = []
        for (said, came, count) in table {
            for _ in 0..<count {
                if let value = loss.observe(said: said, came: came, score: said == 1 ? 0.8 : 0.3) {
                    losses.append(value)
                }
            }
        }
        return (losses.reduce(0, +) / Double(losses.count), losses.count)
    }

    /// 30 hits, 10 false alarms, 20 misses, 40 rejections.
    @Test(arguments: [
        (HarmLoss.Metric.accuracy, 0.7, 100), (.precision, 0.75, 40), (.recall, 0.6, 50), (.specificity, 0.8, 50),
        (.brier, 0.21, 100),
    ])
    func `have the metric in their mean`(_ metric: HarmLoss.Metric, _ value: Double, _ rows: Int) throws {
        var loss = HarmLoss(metric)
        let found = Self.mean(&loss)
        #expect(found.rows == rows)
        let metric = try #require(loss.value(atMeanLoss: found.mean))
        #expect(abs(metric - value) < 1e-12)
        #expect(abs(loss.meanLoss(at: value) - found.mean) < 1e-12)
    }

    @Test(arguments: [HarmLoss.Metric.brier, .logLoss]) func `of many classes' scores have the metric in their mean`(
        _ metric: HarmLoss.Metric
    ) {
        let rows: [(scores: [Double], truth: Int)] = [
            ([0.1, 0.2, 0.7], 2), ([0.5, 0.4, 0.1], 1), ([0.25, 0.5, 0.25], 1), ([1, 0, 0], 2), ([0.2, 0.2, 0.4], 0),
            ([0, 0, 0], 0),
        ]
        var sums = PerformanceSums(.multiclass(classes: [0, 1, 2]))
        for (scores, truth) in rows {
            sums.add(PerformanceRow(prediction: 0, label: Double(truth), scores: scores))
        }
        let loss = HarmLoss(metric)
        let losses = rows.compactMap { loss.loss(scores: $0.scores, truth: $0.truth) }
        let value = sums.figures.first { $0.name == metric.rawValue }?.figure.value ?? .nan
        #expect(abs(losses.reduce(0, +) / Double(rows.count) - value) < 1e-12)
        #expect(loss.loss(scores: [0.1, 1.2], truth: 0) == nil && loss.loss(scores: [0.1, 0.9], truth: -1) == nil)
        #expect(HarmLoss(.accuracy).loss(scores: [0.1, 0.9], truth: 0) == nil)
    }

    /// F1 is 60 / 90; linearised anywhere it is found again, and where it is its mean loss is known.
    @Test(arguments: [0.0, 0.3, 2.0 / 3, 0.9, 1.0]) func `of F1 are linear and bounded`(_ point: Double) throws {
        var loss = HarmLoss(.f1, at: point)
        let found = Self.mean(&loss)
        let value = try #require(loss.value(atMeanLoss: found.mean))
        #expect(abs(value - 2.0 / 3) < 1e-12)
        if point == 2.0 / 3 { #expect(abs(loss.meanLoss(at: point) - found.mean) < 1e-12) }
        for (said, came) in [(1.0, 1.0), (1, 0), (0, 1), (0, 0)] {
            let value = try #require(loss.loss(said: said, came: came))
            #expect((0...1).contains(value))
        }
        // A hit that becomes a miss costs one.
        let (hit, miss) = (loss.loss(said: 1, came: 1), loss.loss(said: 0, came: 1))
        #expect(abs((miss ?? 0) - (hit ?? 0) - 1) < 1e-12)
        // As much worse as the length says.
        let length = loss.length(of: 0.05, at: value)
        let worse = try #require(loss.value(atMeanLoss: found.mean + length))
        #expect(abs(worse - (value - 0.05)) < 1e-12)
    }

    @Test func `of numbers are their errors, and what is not known says nothing`() {
        #expect(HarmLoss(.mae).loss(said: 3, came: 5) == 2)
        #expect(HarmLoss(.rmse).loss(said: 3, came: 5) == 4)
        #expect(HarmLoss(.rmse).value(atMeanLoss: 9) == 3)
        #expect(abs(HarmLoss(.rmse).length(of: 1, at: 3) - 7) < 1e-12)
        #expect(HarmLoss(.mae).loss(said: .nan, came: 5) == nil)
        #expect(HarmLoss(.accuracy).loss(said: 1, came: .nan) == nil)
        #expect(HarmLoss(.precision).loss(said: 0, came: 1) == nil)
        #expect(HarmLoss(.brier).loss(said: 1, came: 1) == nil)
        // A probability of 0 that was wrong costs much, but not without end.
        #expect(HarmLoss(.logLoss).loss(said: 0, came: 1, score: 0).map { $0 > 30 && $0 < 40 } == true)
    }
}
