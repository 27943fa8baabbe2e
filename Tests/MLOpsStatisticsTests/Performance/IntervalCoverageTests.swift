import MLOpsCalibration
import Testing

@Suite struct `Performance intervals` {
    /// Of 400 intervals that hold with 95 % fewer than 364 do with a chance of 1 in 1,000.
    ///
    /// Exact intervals hold more.
    @Test(arguments: IntervalCoverage.Task.allCases)
    func `hold what is behind the metrics about as often as they say`(_ task: IntervalCoverage.Task) {
        let found = IntervalCoverage(task, rows: 400).run(windows: 400, seed: 5)
        #expect(found.count >= 9)
        for held in found where !Self.approximate.contains(held.name) {
            #expect(held.share >= 0.91, "\(task.rawValue) \(held.name): \(held.held) of \(held.trials)")
            // An interval that always holds says nothing.
            if ["brier", "auroc", "mae", "rmse", "r2", "f1_macro"].contains(held.name) {
                #expect(held.share <= 0.99, "\(task.rawValue) \(held.name): \(held.held) of \(held.trials)")
            }
        }
    }

    // Largest distances of few rows are larger than what is behind them, and errors of calibration with few rows a bin are
    // what the bins make of them.
    private static let approximate = ["ks", "ece", "lift_at_10"]
}
