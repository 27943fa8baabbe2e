import MLOpsStatistics
import Testing

/// G4: 20 columns, windows of 500 rows, level A = 1,000.
@Suite struct `Delay of the drift monitor` {
    private static let rounds = CalibrationTier.isFull ? 100 : 9

    @Test(arguments: [(0.2, 2), (0.1, 13)]) func `a shift of one column in twenty is found in time`(
        shift: Double, limit: Int
    ) throws {
        var (delays, falseAlarms, looks): ([Int], Int, Int) = ([], 0, 0)
        for round in 0..<Self.rounds {
            var table = MonitoredTable(columns: 20, rows: 500, referenceRows: 10_000, seed: UInt64(round) * 31 + 5)
            var monitor = Self.monitor(table)
            for _ in 0..<(CalibrationTier.isFull ? 50 : 15) {
                falseAlarms += monitor.observe(table.window()).isAlarm ? 1 : 0
                looks += 1
            }
            var fresh = DriftMonitor(reference: table.reference, settings: monitor.settings)
            fresh = monitor.state.isSuspect ? fresh : monitor
            let delay = (1...40).first { _ in fresh.observe(table.window(shift: shift, shifted: 1)).isAlarm }
            delays.append(delay ?? 41)
        }
        let median = delays.sorted()[delays.count / 2]
        let missed = delays.count { $0 > 40 }
        CalibrationTier.print(
            "G4 \(shift) σ in 1 of 20: median delay \(median) windows, missed \(missed) of \(delays.count); "
                + "false alarms \(falseAlarms) in \(looks) looks")
        #expect(median <= limit)
        #expect(Double(falseAlarms) <= max(1, 0.001 * Double(looks)))
    }

    static func monitor(_ table: MonitoredTable, looksPerYear: Double = 1000, design: Double = 1) -> DriftMonitor {
        DriftMonitor(
            reference: table.reference,
            settings: DriftSettings(
                budget: FalseAlarmBudget(perYear: 1, looksPerYear: looksPerYear),
                columns: (0..<table.columns).map { _ in DriftSettings.Column() }, designEffect: design))
    }
}
