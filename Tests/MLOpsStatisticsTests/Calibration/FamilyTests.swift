import MLOpsStatistics
import Testing

/// G2: 100 columns looked at hourly for a year with a budget of one false alarm a year.
@Suite struct `False alarms of many columns over time` {
    @Test func `are at most the declared ones`() {
        let years = CalibrationTier.isFull ? 3 : 1
        let looks = CalibrationTier.isFull ? 8760 : 60
        var alarms = 0
        for year in 0..<years {
            var table = MonitoredTable(columns: 100, rows: 200, referenceRows: 10_000, seed: UInt64(year) + 77)
            var monitor = `Delay of the drift monitor`.monitor(table, looksPerYear: 8760)
            for _ in 0..<looks where monitor.observe(table.window()).isAlarm { alarms += 1 }
        }
        CalibrationTier.print(
            "G2 100 columns, \(looks) looks of 200 rows, reference 10,000 rows: \(alarms) false alarms in \(years) years, "
                + "declared \(years)")
        // A Poisson variable of this mean exceeds the limit with probability below 1e-6.
        let mean = Double(years * looks) / 8760
        let limit = (0...100).first { IncompleteGamma.lower(Double($0 + 1), mean) < 1e-6 } ?? 100
        #expect(alarms <= limit)
    }

    @Test func `with day effects, windows are judged by windows`() throws {
        let rounds = CalibrationTier.isFull ? 200 : 6
        var counts = (row: 0, window: 0)
        var trials = 0
        for round in 0..<rounds {
            var table = MonitoredTable(
                columns: 10, rows: 1000, referenceRows: 20_000, seed: UInt64(round) + 991, dayEffect: 0.1)
            let history = (0..<20).map { _ in table.window() }
            var pooled = table.reference.emptyWindow
            for window in history { pooled.merge(window) }
            let reference = ReferenceProfile(
                columns: zip(table.reference.columns, pooled.columns).map { .init(name: $0.name, profile: $1) })
            var monitor = DriftMonitor(
                reference: reference, settings: `Delay of the drift monitor`.monitor(table).settings,
                baseline: DriftBaseline(windows: history.map { ("", $0) }))
            for column in monitor.observe(table.window()).columns {
                trials += 1
                counts.row += (column.evidence?.p ?? 1) <= 0.01 ? 1 : 0
                counts.window += (column.p ?? 1) <= 0.01 ? 1 : 0
            }
        }
        let (row, window) = (Band(events: counts.row, trials: trials), Band(events: counts.window, trials: trials))
        CalibrationTier.print(
            "G1 day effect 0.1 σ, 20 reference windows of 1,000 rows, level 1 %: rows alone "
                + "\(row.ratio(to: 0.01)) times nominal, with windows \(window.ratio(to: 0.01)) (\(trials) trials)")
        #expect(window.isConsistent(withRateIn: 0...0.015))
    }
}
