/// How far the data have moved from what the models learned, as a picture over time with the figures below.
struct DriftReport {
    let drift: DriftResponse
    let ledger: [DeploymentSummary]
    let style: TextStyle

    init(_ drift: DriftResponse, _ ledger: [DeploymentSummary], _ style: TextStyle) {
        self.drift = drift
        self.ledger = ledger
        self.style = style
    }

    var html: String { drift.monitors.map { section(of: $0) }.joined(separator: "\n") }

    private func section(of monitor: DriftMonitorValue) -> String {
        """
        <h3>\(DriftPage.title(drift.pipeline, monitor, style).html)</h3>
        \(DriftPage.fields(monitor, style).html)
        \(chart(of: monitor).html)
        <details open><summary>Columns of the newest window</summary>
        \(DriftPage.columns(monitor).html)
        </details>
        <details><summary>The newest windows</summary>
        \(DriftPage.windows(monitor, style).html)
        </details>
        """
    }

    /// The evidence, of which 1 is an alarm.
    private func chart(of monitor: DriftMonitorValue) -> TimeChart {
        let points = monitor.history.reversed().map { window in
            TimeChart.Point(
                time: window.judgedAt, line: window.reference, value: window.strength, interval: nil,
                isSure: window.isAlarm,
                text: "\(style.absolute(window.judgedAt)): \(DriftPage.percent(window.strength)) of an alarm, "
                    + "\(CountText.counted(window.rows, "row")) against \(window.reference); "
                    + window.columns.joined(separator: ", "))
        }
        return TimeChart(name: "evidence of drift", points: points, bound: 1, marks: ledger.marks, style: style)
    }
}
