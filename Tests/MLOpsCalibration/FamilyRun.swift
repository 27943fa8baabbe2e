import MLOpsStatistics

/// G2 and G4: what a monitor of many columns says over many windows.
package struct FamilyRun: Sendable {
    package var columns = 100
    package var rows = 200
    package var referenceRows = 10_000
    package var looksPerYear = 8760.0
    /// How many reference windows the monitor knows; the reference is their sum.
    package var baselineWindows = 0
    package var dayEffect = 0.0
    /// See ``MonitoredTable``.
    package var autocorrelation = 0.0
    package var season = 0.0
    package var shape = SimulatedColumn.normal
    package var designEffect = 1.0
    /// See ``DriftSettings/referenceMargin``; nil for its default.
    package var referenceMargin: Double?

    package init() {}

    /// Counts the false alarms in so many looks at data that does not change.
    package func falseAlarms(looks: Int, seed: UInt64) -> Int {
        var (monitor, table) = start(seed)
        var alarms = 0
        for _ in 0..<looks where monitor.observe(table.window()).isAlarm { alarms += 1 }
        return alarms
    }

    /// Returns after how many windows a shift of the first column is found, and whether it is that column which is named.
    ///
    /// - Parameter quiet: looks before the shift, whose alarms are counted as false.
    package func delay(
        shift: Double, quiet: Int, within limit: Int, seed: UInt64
    ) -> (windows: Int?, isNamed: Bool, falseAlarms: Int) {
        var (monitor, table) = start(seed)
        var alarms = 0
        for _ in 0..<quiet where monitor.observe(table.window()).isAlarm { alarms += 1 }
        if monitor.state.isSuspect { monitor = self.monitor(monitor.reference, monitor.baseline) }
        for windows in 1...limit {
            let verdict = monitor.observe(table.window(shift: shift, shifted: 1))
            if verdict.isAlarm { return (windows, verdict.attributed == [0], alarms) }
        }
        return (nil, false, alarms)
    }

    private func start(_ seed: UInt64) -> (DriftMonitor, MonitoredTable) {
        var table = MonitoredTable(
            columns: columns, rows: rows, referenceRows: referenceRows, seed: seed, dayEffect: dayEffect, shape: shape)
        table.autocorrelation = autocorrelation
        table.season.amplitude = season
        let history = (0..<baselineWindows).map { _ in table.window() }
        if !history.isEmpty { table.pin(history) }
        let baseline = history.isEmpty ? DriftBaseline.none : DriftBaseline(windows: history.map { ("", $0) })
        return (monitor(table.reference, baseline), table)
    }

    private func monitor(_ reference: ReferenceProfile, _ baseline: DriftBaseline) -> DriftMonitor {
        var settings = DriftSettings(
            budget: FalseAlarmBudget(perYear: 1, looksPerYear: looksPerYear), columns: [], designEffect: designEffect)
        if let referenceMargin { settings.referenceMargin = referenceMargin }
        return DriftMonitor(reference: reference, settings: settings, baseline: baseline)
    }
}
