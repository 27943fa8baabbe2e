/// The screen of `mlopsctl drift`.
package enum DriftPage {
    package static func text(_ drift: DriftResponse, _ style: TextStyle) -> String {
        guard !drift.monitors.isEmpty else {
            return style.fitted("\(drift.pipeline) has no trigger that waits for drift") + "\n"
        }
        return drift.monitors.enumerated().flatMap { index, monitor in
            (index == 0 ? [] : [""]) + lines(drift.pipeline, monitor, style)
        }.joinedLines
    }

    private static func lines(_ pipeline: String, _ monitor: DriftMonitorValue, _ style: TextStyle) -> [String] {
        [style.fitted(title(pipeline, monitor, style))] + fields(monitor, style).lines(style)
            + columns(monitor).section("Columns", style)
            + windows(monitor, style).section("Windows", style)
    }

    static func title(_ pipeline: String, _ monitor: DriftMonitorValue, _ style: TextStyle) -> StyledText {
        let paint = monitor.state.paint
        let mark = monitor.state == .unknown ? style.ring : style.dot
        return
            "\(mark, paint) \(pipeline + "/" + monitor.operand, .strong) - \(monitor.dataset) is \(monitor.state.rawValue, paint)"
    }

    static func fields(_ monitor: DriftMonitorValue, _ style: TextStyle) -> FieldList {
        var fields = FieldList()
        fields.add("Why", monitor.reason.map { "\($0)" })
        fields.add("Since", monitor.since.map { "\(style.absoluteAndPast($0))" })
        fields.add(
            "Reference",
            monitor.reference.map {
                "training data of \($0.version): \(CountText.counted($0.files, "file")), \(CountText.counted($0.rows, "row"))"
            })
        fields.add("Evidence", "\(percent(monitor.strength)) of what an alarm needs\(calibration(monitor))")
        fields.add("Alarms", "\(rate(monitor)), then \(monitor.action)")
        fields.add("Target", monitor.target.map(target))
        if monitor.history.count > 1 {
            fields.add("History", "\(Sparkline.text(monitor.history.reversed().map(\.strength), style))")
        }
        return fields
    }

    /// What became of the labels, which is prior shift where the features stayed as they were.
    private static func target(_ target: DriftMonitorValue.Target) -> StyledText {
        if target.isMissing {
            return
                "\(target.name, .strong): \("the training data have no such column", .bad); mend \"target\" of the dataset"
        }
        return "\(target.name, .strong): \(shift(of: target.column)); it counts for no alarm"
    }

    private static func shift(of column: DriftMonitorValue.Column?) -> String {
        switch column?.status {
        case nil: return "no window is judged yet"
        case "compared": break
        case "all_null", "incomparable": return "the newest window has no labels"
        default: return "the newest window has too few labels"
        }
        let figures = [
            column?.psi.map { "PSI \(number($0))" }, column?.ks.map { "KS \(number($0))" },
            column?.missingShift.map { "missing \(signedPercent($0))" }, column?.p.map { "p \(number($0))" },
        ]
        return figures.compactMap(\.self).joined(separator: ", ") + " against the training data"
    }

    private static func calibration(_ monitor: DriftMonitorValue) -> String {
        monitor.isCalibrating ? " (too few windows of the reference to know how far apart they are)" : ""
    }

    private static func rate(_ monitor: DriftMonitorValue) -> String {
        "at most \(number(monitor.falseAlarmsPerYear)) false a year"
    }

    static func columns(_ monitor: DriftMonitorValue) -> Table {
        var table = Table([
            .init("COLUMN", canShrink: true), .init("EVIDENCE", .right), .init("PSI", .right), .init("KS", .right),
            .init("MISSING", .right, dropped: 2), .init("P", .right, dropped: 1), .init("STATE"),
        ])
        for column in monitor.columns {
            table.add([
                StyledText(column.name, .strong),
                StyledText(percent(column.strength), column.strength >= 1 ? .bad : nil),
                StyledText(column.psi.map(number) ?? "-"), StyledText(column.ks.map(number) ?? "-"),
                StyledText(column.missingShift.map(signedPercent) ?? "-"), StyledText(column.p.map(number) ?? "-"),
                StyledText(column.isNegligible ? "too small to count" : column.status),
            ])
        }
        return table
    }

    static func windows(_ monitor: DriftMonitorValue, _ style: TextStyle) -> Table {
        var table = Table([
            .init("JUDGED"), .init("FILES", .right), .init("ROWS", .right), .init("EVIDENCE", .right), .init("STATE"),
            .init("COLUMNS", canShrink: true, dropped: 1), .init("REFERENCE", dropped: 2),
        ])
        for window in monitor.history.prefix(10) {
            table.add([
                StyledText(style.absolute(window.judgedAt)), StyledText("\(window.files)"),
                StyledText("\(window.rows)"), StyledText(percent(window.strength)),
                StyledText(window.isAlarm ? "alarm" : window.state.rawValue, window.isAlarm ? .bad : nil),
                StyledText(window.columns.joined(separator: ", ")), StyledText(window.reference),
            ])
        }
        return table
    }

    static func percent(_ share: Double) -> String { "\(Int((min(share, 1e6) * 100).rounded())) %" }

    private static func signedPercent(_ share: Double) -> String {
        let tenths = Int((min(max(share, -1), 1) * 1000).rounded())
        return (tenths < 0 ? "-" : "+") + "\(abs(tenths) / 10).\(abs(tenths) % 10) %"
    }

    /// Three significant digits.
    private static func number(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        guard abs(value) >= 0.001, abs(value) < 100_000 else { return NumberText.exponential(value) }
        return NumberText.significant(value, digits: 3)
    }
}

extension DriftMonitorValue.State {
    fileprivate var paint: Paint {
        switch self {
        case .calm: .good
        case .suspect: .warning
        case .unknown: .faint
        }
    }
}
