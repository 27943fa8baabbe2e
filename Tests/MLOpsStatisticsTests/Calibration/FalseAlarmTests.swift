import MLOpsCalibration
import MLOpsStatistics
import Testing

/// G1: data of one distribution is called different as often as declared; scripts/calibrate prints the whole grid.
///
/// Asks whether the counts are consistent with 0.5 to 1.5 times the nominal rate, exactly by the binomial distribution.
@Suite struct `False alarms of one column` {
    @Test(arguments: SimulatedColumn.numeric) func `stay within half and one and a half of the nominal rate`(
        column: SimulatedColumn
    ) {
        let tally = ColumnGrid.run(.init(column, 2000, 300), trials: 1500, seed: 1)
        #expect(tally.isConsistent(0.5, 1.5), "\(tally.line)")
    }

    @Test(arguments: SimulatedColumn.categorical, [(200, 500), (2000, 300)])
    func `stay below one and a half of it for categories, also where the window must have new ones`(
        column: SimulatedColumn, size: (Int, Int)
    ) {
        let setting = ColumnGrid.Setting(column, size.0, size.1)
        let tally = ColumnGrid.run(setting, trials: 1500, seed: 2)
        #expect(tally.isConsistent(setting.hasFewCells ? 0 : 0.5, 1.5), "\(tally.line)")
    }

    @Test func `hold for all columns of a comparison together`() {
        let comparisons = NullComparisons(columns: NullComparisons.mixed, reference: 500, current: 300)
        let count = comparisons.run(trials: 500, seed: 3)
        #expect(count.drifted.isConsistent(0, 1.5), "\(count.drifted.line)")
        #expect(count.significant.isConsistent(0.3, 1.5), "\(count.significant.line)")
    }

    @Test func `are found by a band that can fail`() {
        #expect(!Band(events: 100, trials: 1000).isConsistent(withRateIn: 0.025...0.05))
        #expect(!Band(events: 0, trials: 1000).isConsistent(withRateIn: 0.025...0.05))
        #expect(Band(events: 40, trials: 1000).isConsistent(withRateIn: 0.025...0.05))
        #expect(!Band.isConsistent(12, withMeanAtMost: 1) && Band.isConsistent(3, withMeanAtMost: 1))
    }

    @Test func `do not depend on the split, the order or the merging of rows`() {
        #expect(Determinism.differences(rounds: 5, seed: 4) == 0)
    }
}
