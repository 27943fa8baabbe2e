import MLOpsStatistics

/// G1 with what all rows of a window have in common: how often a column is called different by rows, and among windows.
package struct DayEffects: Sendable {
    package var baselineWindows = 20
    package var rows = 1000
    package var location = 0.0
    package var spread = 0.0
    package var missing = 0.0
    package var autocorrelation = 0.0
    package var season = 0.0
    package var shape = SimulatedColumn.normal

    package init() {}

    package func run(rounds: Int, seed: UInt64) -> (rows: Tally, windows: Tally) {
        var tallies = (rows: Tally(), windows: Tally())
        for round in 0..<rounds {
            var table = MonitoredTable(
                columns: 10, rows: rows, referenceRows: 20_000, seed: seed &+ UInt64(round), dayEffect: location,
                spreadEffect: spread, missingEffect: missing, shape: shape)
            table.autocorrelation = autocorrelation
            table.season.amplitude = season
            let history = (0..<baselineWindows).map { _ in table.window() }
            table.pin(history)
            var monitor = DriftMonitor(
                reference: table.reference,
                settings: DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 365), columns: []),
                baseline: DriftBaseline(windows: history.map { ("", $0) }))
            // A window at any place of the season.
            for _ in 0..<(season > 0 ? round % table.season.period : 0) { _ = table.window() }
            for column in monitor.observe(table.window()).columns {
                tallies.rows.add(column.evidence?.p)
                tallies.windows.add(column.p)
            }
        }
        return tallies
    }
}
