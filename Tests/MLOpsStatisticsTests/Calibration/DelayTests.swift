import MLOpsCalibration
import MLOpsStatistics
import Testing

/// G4: 20 columns, windows of 500 rows, level A = 1,000; scripts/calibrate prints more.
@Suite struct `Delay of the drift monitor` {
    @Test(arguments: [(0.2, 2), (0.1, 13)])
    func `a shift of one column in twenty is found in time, without false alarms`(
        shift: Double, limit: Int
    ) throws {
        var run = FamilyRun()
        (run.columns, run.rows, run.looksPerYear) = (20, 500, 1000)
        let found = (0..<15).map { run.delay(shift: shift, quiet: 10, within: 40, seed: 5 + 31 * UInt64($0)) }
        // The median of so few may lie one window beyond that of many.
        #expect(found.map { $0.windows ?? 41 }.sorted()[7] <= limit + 1)
        #expect(found.count { $0.isNamed } >= 12)
        #expect(Band.isConsistent(found.map(\.falseAlarms).reduce(0, +), withMeanAtMost: 0.15))
    }
}
