import Foundation
import MLOpsCalibration
import MLOpsStatistics
import Testing

/// What makes e-values evidence: their mean is at most 1 when nothing happened.
@Suite struct `E-values` {
    @Test(arguments: [(0.5, 0.639), (0.05, 1.783), (0.01, 4.451), (0.001, 20.79), (1e-6, 5239)])
    func `of known p-values`(p: Double, e: Double) {
        #expect(abs(exp(EValue.logarithm(p: p)) / e - 1) < 6e-4)
    }

    @Test func `fall with p, are a half at 1, and finite at 0`() {
        #expect(abs(exp(EValue.logarithm(p: 1)) - 0.5) < 1e-15)
        let ps = (0...300).map { exp(-Double($0) * 2.3) }
        for (p, smaller) in zip(ps, ps.dropFirst()) { #expect(EValue.logarithm(p: p) < EValue.logarithm(p: smaller)) }
        #expect(EValue.logarithm(p: 0).isFinite)
    }

    @Test func `have mean 1 for uniform p`() {
        var random = Xoshiro256StarStar(seed: 3)
        expectMeanAtMostOne((0..<200_000).map { _ in EValue.logarithm(p: random.uniform()) }, "uniform")
    }

    @Test(arguments: SimulatedColumn.numeric + SimulatedColumn.categorical)
    func `have mean at most 1 for columns of one distribution`(
        shape: SimulatedColumn
    ) {
        var random = Xoshiro256StarStar(seed: 11)
        expectMeanAtMostOne(
            (0..<1000).map { _ in
                let reference = shape.reference(1000, &random)
                let window = shape.window(100, on: reference, &random)
                return EValue.logarithm(p: RowEvidence.between(reference, window).evidence?.p ?? 1)
            }, shape.name)
    }

    @Test func `have mean at most 1 for windows among windows, with day effects`() {
        var logarithms: [Double] = []
        for seed in 0..<20 {
            var table = MonitoredTable(
                columns: 5, rows: 200, referenceRows: 2000, seed: UInt64(seed) + 400, dayEffect: 0.1)
            let history = (0..<20).map { _ in table.window() }
            let monitor = DriftMonitor(
                reference: table.reference,
                settings: DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 365), columns: []),
                baseline: DriftBaseline(windows: history.map { ("", $0) }))
            for _ in 0..<3 {
                var fresh = monitor
                logarithms += fresh.observe(table.window()).columns.compactMap(\.logEvidence)
            }
        }
        #expect(logarithms.count == 300)
        expectMeanAtMostOne(logarithms, "windows")
    }

    private func expectMeanAtMostOne(_ logarithms: [Double], _ what: String) {
        var moments = Moments()
        for logarithm in logarithms { moments.add(exp(logarithm)) }
        let error = (moments.standardDeviation ?? 0) / moments.count.squareRoot()
        #expect(moments.mean <= 1 + 3 * error, "\(what): \(moments.mean) ± \(error)")
    }
}
