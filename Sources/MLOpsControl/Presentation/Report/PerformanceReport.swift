/// What the models of a pipeline are worth, as pictures over time with the figures below.
struct PerformanceReport {
    let performance: PerformanceResponse
    let ledger: [DeploymentSummary]
    let style: TextStyle

    init(_ performance: PerformanceResponse, _ ledger: [DeploymentSummary], _ style: TextStyle) {
        self.performance = performance
        self.ledger = ledger
        self.style = style
    }

    var html: String {
        let triggers = performance.triggers.map { trigger in
            "<h3>\(PerformancePage.title(performance, trigger, style).html)</h3>\n"
                + PerformancePage.fields(performance, trigger, style).html
        }
        let pictures = PerformancePage.metrics(performance, nil).map { picture(of: $0) }
        return (triggers + [PerformancePage.joined(performance, style).html] + pictures).joined(separator: "\n")
    }

    private func picture(of metric: String) -> String {
        let chart = TimeChart(
            name: metric, points: points(of: metric), guesses: guesses(at: metric),
            bound: performance.triggers.first { $0.metric == metric }?.threshold, marks: ledger.marks, style: style)
        let table = PerformancePage.windows(performance, metric, style).html
        return """
            <h3>\(metric.escapingHTML)</h3>
            \(chart.html)
            <details><summary>The newest windows</summary>
            \(table)
            </details>
            """
    }

    private func points(of metric: String) -> [TimeChart.Point] {
        performance.windows.filter { $0.column == nil }.compactMap { window in
            guard let found = window.metrics[metric], let value = found.value else { return nil }
            let interval = found.low.flatMap { low in found.high.map { low...max(low, $0) } }
            return TimeChart.Point(
                time: window.start, line: window.version, value: value, interval: interval,
                isSure: window.status == .judged,
                text: "\(window.version), \(style.absolute(window.start)): \(PerformancePage.number(value)), "
                    + "\(CountText.counted(window.n, "prediction")), \(Int((window.coverage * 100).rounded(.down))) % with labels"
            )
        }
    }

    private func guesses(at metric: String) -> [TimeChart.Point] {
        (performance.estimate?.windows ?? []).compactMap { window in
            guard let value = window.metrics[metric]?.value else { return nil }
            return TimeChart.Point(
                time: window.start, line: window.version, value: value, interval: nil, isSure: false,
                text:
                    "\(window.version), \(style.absolute(window.start)): estimated at \(PerformancePage.number(value))")
        }
    }
}
