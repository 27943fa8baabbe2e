import MLOpsStatistics
import Testing

/// G8: strange data never traps, never gives what is not finite, and says what it should.
@Suite struct `Edge table` {
    @Test func `has at least sixty cases`() {
        #expect(EdgeCase.table.count >= 60)
        #expect(Set(EdgeCase.table.map(\.name)).count == EdgeCase.table.count)
    }

    @Test(arguments: EdgeCase.table) func `I13 gives the documented status and verdict, and finite figures only`(
        edge: EdgeCase
    ) throws {
        let comparison = ColumnComparison(reference: edge.referenceProfile, current: edge.currentProfile)
        #expect(comparison.status == edge.status)
        let verdict = DatasetComparison([("x", comparison)])
        #expect(verdict.isDrifted == edge.isDrifted, "p \(String(describing: comparison.p))")
        for figure in figures(comparison) { #expect(figure.isFinite) }
        for p in probabilities(comparison) { #expect((0...1).contains(p)) }
    }

    @Test(arguments: EdgeCase.table) func `I13 leaves the monitor's statistic a number`(edge: EdgeCase) {
        let reference = ReferenceProfile(columns: [.init(name: "x", profile: edge.referenceProfile)])
        let settings = DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 365), columns: [])
        var monitor = DriftMonitor(reference: reference, settings: settings)
        for _ in 0..<3 {
            let verdict = monitor.observe(WindowProfile(columns: [edge.currentProfile]))
            #expect(!verdict.logStatistic.isNaN && verdict.logStatistic < .infinity)
        }
    }

    private func figures(_ c: ColumnComparison) -> [Double] {
        let effects = [
            c.p, c.referenceNullRate, c.currentNullRate, c.stabilityIndex, c.jensenShannon, c.hellinger,
            c.totalVariation,
            c.lInfinity, c.cramersV, c.chiSquared?.statistic, c.likelihoodRatio?.statistic,
        ]
        let ranks = [
            c.ranks?.kolmogorovSmirnov?.statistic, c.ranks?.wasserstein, c.ranks?.wassersteinPerRange, c.ranks?.energy,
            c.ranks?.cramerVonMises?.statistic, c.ranks?.mannWhitney?.statistic, c.ranks?.areaUnderCurve,
            c.ranks?.andersonDarling?.statistic, c.ranks?.welch?.statistic, c.ranks?.varianceRatio,
        ]
        return (effects + ranks).compactMap { $0 }
    }

    private func probabilities(_ c: ColumnComparison) -> [Double] {
        [
            c.p, c.chiSquared?.p, c.likelihoodRatio?.p, c.ranks?.kolmogorovSmirnov?.p, c.ranks?.cramerVonMises?.p,
            c.ranks?.mannWhitney?.p, c.ranks?.andersonDarling?.p, c.ranks?.welch?.p,
        ].compactMap { $0 }
    }
}
