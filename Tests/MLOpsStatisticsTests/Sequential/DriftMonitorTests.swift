import Foundation
import MLOpsCalibration
import MLOpsStatistics
import Testing

@Suite struct `Drift monitor` {
    private func monitor(
        _ table: MonitoredTable, columns: [DriftSettings.Column] = [], baseline: DriftBaseline = .none
    ) -> DriftMonitor {
        DriftMonitor(
            reference: table.reference,
            settings: DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 1000), columns: columns),
            baseline: baseline)
    }

    @Test func `goes on to the same bits when its state was written and read between any two windows`() throws {
        var table = MonitoredTable(columns: 3, rows: 300, referenceRows: 3000, seed: 1)
        let windows = (0..<12).map { table.window(shift: $0 > 5 ? 0.6 : 0, shifted: 1) }
        var whole = monitor(table)
        var restarted = whole
        for window in windows {
            let state = try JSONDecoder().decode(
                DriftState.self, from: JSONEncoder().encode(restarted.state))
            restarted = DriftMonitor(reference: table.reference, settings: whole.settings, state: state)
            #expect(whole.observe(window) == restarted.observe(window))
            #expect(whole.state == restarted.state)
        }
        #expect(whole.state.alarms == 1)
    }

    @Test func `I14 suspects once, names the column, and is calm again after three calm windows`() {
        var table = MonitoredTable(columns: 5, rows: 500, referenceRows: 10_000, seed: 2)
        var monitor = monitor(table)
        var alarms = 0
        for _ in 0..<8 {
            let verdict = monitor.observe(table.window(shift: 1, shifted: 1))
            guard verdict.isAlarm else { continue }
            alarms += 1
            #expect(verdict.attributed == [0])
            #expect(verdict.logStatistic >= verdict.logLevel)
        }
        #expect(alarms == 1)
        #expect(monitor.state.isSuspect && monitor.state.alarms == 1)
        let states = (0..<6).map { _ in monitor.observe(table.window()).state }
        #expect(Array(states.prefix(2)) == [.suspect, .suspect])
        #expect(states.last == .calm)
    }

    @Test func `leaves out a column without weight, and listens more to one with much`() {
        var table = MonitoredTable(columns: 4, rows: 500, referenceRows: 10_000, seed: 3)
        let windows = (0..<6).map { _ in table.window(shift: 1, shifted: 1) }
        func alarm(_ weight: Double) -> Int? {
            var monitor = monitor(table, columns: [.init(weight: weight), .init(), .init(), .init()])
            return windows.firstIndex { monitor.observe($0).isAlarm }
        }
        #expect(alarm(0) == nil)
        #expect(alarm(1) == 0)
        #expect((alarm(1e-6) ?? 99) >= (alarm(100) ?? 99))
    }

    @Test func `is not moved by what is surely too small, and is by a gate of its own`() {
        var table = MonitoredTable(columns: 1, rows: 50_000, referenceRows: 100_000, seed: 4)
        let windows = (0..<4).map { _ in table.window(shift: 0.03, shifted: 1) }
        var usual = monitor(table)
        let verdicts = windows.map { usual.observe($0) }
        #expect(verdicts.allSatisfy { !$0.isAlarm })
        #expect(verdicts.contains { $0.columns[0].isNegligible && ($0.columns[0].p ?? 1) < 0.01 })
        let gate = EffectGate(stabilityIndex: 0.0001, distance: 0.001, missingRate: 0.001)
        var strict = monitor(table, columns: [.init(gate: gate)])
        #expect(windows.contains { strict.observe($0).isAlarm })
    }

    @Test func `judges a window by those of its phase`() {
        // By day values lie one standard deviation higher than by night.
        var table = MonitoredTable(columns: 2, rows: 200, referenceRows: 4000, seed: 5)
        func history(_ count: Int) -> [(phase: String, window: WindowProfile)] {
            (0..<2 * count).map { index in
                let isDay = index % 2 == 0
                return (isDay ? "day" : "night", table.window(shift: isDay ? 0.5 : -0.5, shifted: 2))
            }
        }
        let past = history(20)
        var sum = table.reference.emptyWindow
        for entry in past { sum.merge(entry.window) }
        let reference = ReferenceProfile(names: ["x0", "x1"], window: sum)
        let baseline = DriftBaseline(windows: past)
        #expect(Set(baseline.phases.keys) == ["day", "night"])
        let settings = monitor(table).settings
        func leastP(_ phase: (Int) -> String) -> [Double] {
            var monitor = DriftMonitor(reference: reference, settings: settings, baseline: baseline)
            return (0..<6).map { index in
                let window = table.window(shift: index % 2 == 0 ? 0.5 : -0.5, shifted: 2)
                return monitor.observe(window, phase: phase(index)).columns.compactMap(\.p).min() ?? 1
            }
        }
        #expect(leastP { $0 % 2 == 0 ? "day" : "night" }.allSatisfy { $0 > 0.001 })
        #expect(leastP { $0 % 2 == 0 ? "night" : "day" }.allSatisfy { $0 < 1e-6 })
    }

    @Test func `takes a window that lacks a column, or has one of another kind`() {
        var table = MonitoredTable(columns: 3, rows: 200, referenceRows: 2000, seed: 6)
        var monitor = monitor(table)
        let window = table.window()
        let other = ColumnProfile.category(CategoryProfile(cells: CategoryCells(categories: [[1]])))
        let verdict = monitor.observe(WindowProfile(columns: [window.columns[0], other]))
        #expect(verdict.columns.map(\.status) == [.compared, .incomparable, .incomparable])
        #expect(verdict.columns[2].logEvidence == nil)
    }

    @Test(arguments: ["looks", "alarms", "calmWindows"]) func `refuses a state with a count that nobody counted`(
        key: String
    ) throws {
        let state = try JSONEncoder().encode(DriftState(columns: 1))
        let text = String(decoding: state, as: UTF8.self)
        for wrong in ["-1", "9223372036854775807"] {
            let broken = text.replacingOccurrences(of: "\"\(key)\":0", with: "\"\(key)\":\(wrong)")
            #expect(broken != text)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(DriftState.self, from: Data(broken.utf8))
            }
        }
    }

    @Test func `never alarms when no false alarm is accepted`() {
        for perYear in [0, -1, Double.nan] {
            #expect(FalseAlarmBudget(perYear: perYear, looksPerYear: 1000).logLevel == 700)
        }
    }
}
