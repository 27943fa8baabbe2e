/// The screen of `mlopsctl performance`.
package enum PerformancePage {
    /// So many rows of the table, segments not counted.
    package static let windowsShown = 20

    /// - Parameter metric: The one that is shown; nil: those of the triggers, or the first of the task.
    package static func text(_ performance: PerformanceResponse, metric: String?, _ style: TextStyle) -> String {
        var lines: [String] = []
        for (index, trigger) in performance.triggers.enumerated() {
            if index > 0 { lines.append("") }
            lines += self.lines(performance, trigger, style)
        }
        if performance.triggers.isEmpty { lines.append(style.fitted("\(performance.pipeline, .strong)")) }
        lines += joined(performance, style).lines(style)
        for metric in metrics(performance, metric) {
            lines += windows(performance, metric, style).section(metric, style)
        }
        return lines.joinedLines
    }

    private static func lines(
        _ performance: PerformanceResponse, _ trigger: PerformanceTriggerValue, _ style: TextStyle
    ) -> [String] {
        [style.fitted(title(performance, trigger, style))] + fields(performance, trigger, style).lines(style)
    }

    static func title(
        _ performance: PerformanceResponse, _ trigger: PerformanceTriggerValue, _ style: TextStyle
    ) -> StyledText {
        let paint = trigger.state.paint
        let mark = trigger.state == .unknown ? style.ring : style.dot
        return
            "\(mark, paint) \(performance.pipeline + "/" + trigger.operand, .strong) - \(trigger.metric) is \(trigger.state.words, paint)"
    }

    static func fields(
        _ performance: PerformanceResponse, _ trigger: PerformanceTriggerValue, _ style: TextStyle
    ) -> FieldList {
        var fields = FieldList()
        fields.add("Why", "\(trigger.text)")
        fields.add("Since", trigger.since.map { "\(style.absoluteAndPast($0))" })
        fields.add("Fires", trigger.missing.map { "\($0)" })
        if let harm = trigger.harm {
            fields.add("Proof", "\(proof(harm))")
            fields.add("Training", harm.worth.map { "\(worth($0))" })
        }
        let values = history(performance, trigger)
        if values.count > 1 { fields.add("History", "\(Sparkline.text(values, style))") }
        return fields
    }

    private static func proof(_ harm: HarmValue) -> String {
        let rate = harm.rowsPerFalseAlarm.map { ", a false alarm in \(number($0.rounded())) rows is allowed" } ?? ""
        let rows = CountText.counted(harm.rows, "labelled prediction")
        return "\(Int((harm.evidence * 100).rounded(.down))) % after \(rows)\(rate)"
    }

    private static func worth(_ worth: HarmValue.Worth) -> String {
        let known = worth.lossPerRow > 0 ? worth.lasting : nil
        let lasting = known.map { ", lasting with a probability of \(Int(($0 * 100).rounded(.down))) %" } ?? ""
        return "worth \(number(worth.worth)), costs \(number(worth.cost)); lost so far \(number(worth.lost)), now "
            + "\(number(worth.lossPerRow)) a row\(lasting)"
    }

    /// The metric in the windows of the judged version, between its least and its largest value.
    private static func history(_ performance: PerformanceResponse, _ trigger: PerformanceTriggerValue) -> [Double] {
        let values = performance.windows
            .filter { $0.column == nil && $0.status == .judged }
            .compactMap { $0.metrics[trigger.metric]?.value }
        guard let least = values.min(), let largest = values.max() else { return [] }
        return values.suffix(60).map { largest > least ? ($0 - least) / (largest - least) : 0.5 }
    }

    static func joined(_ performance: PerformanceResponse, _ style: TextStyle) -> FieldList {
        let join = performance.join
        var fields = FieldList()
        fields.add(
            "Predictions",
            "\(CountText.counted(join.predictions, "prediction")), \(CountText.counted(join.labelled, "label"))")
        let oddities = [
            (join.early, "labels before their predictions"), (join.repeated, "rows said again"),
            (join.replaced, "replaced by later ones"), (join.rejected, "not usable"), (join.tooOld, "too old"),
            (join.orphaned, "labels without predictions"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        fields.add("Besides", oddities.isEmpty ? nil : "\(oddities.joined(separator: ", "))")
        for text in performance.estimate?.texts ?? [] {
            fields.add("Estimate", "\(text, performance.estimate?.isSuspect == true ? .warning : .faint)")
        }
        for metric in metrics(performance, nil) {
            fields.add("Corrected", correction(performance, metric).map { "\($0, .faint)" })
        }
        for problem in performance.problems { fields.add("Problem", "\(problem, .bad)") }
        return fields
    }

    package static func metrics(_ performance: PerformanceResponse, _ wanted: String?) -> [String] {
        if let wanted { return [wanted] }
        var names: [String] = []
        for trigger in performance.triggers where !names.contains(trigger.metric) { names.append(trigger.metric) }
        guard names.isEmpty else { return names }
        let first = performance.windows.last?.metrics.keys.sorted().first
        return [performance.task == "regression" ? "mae" : performance.task == nil ? first ?? "accuracy" : "accuracy"]
    }

    static func windows(_ performance: PerformanceResponse, _ metric: String, _ style: TextStyle) -> Table {
        let hasSegments = performance.windows.contains { $0.column != nil }
        var columns: [Table.Column] = [.init("FROM"), .init("VERSION", canShrink: true, dropped: 2)]
        if hasSegments { columns.append(.init("SEGMENT", canShrink: true)) }
        columns += [
            .init("N", .right), .init("COVERAGE", .right), .init("VALUE", .right), .init("INTERVAL", dropped: 1),
        ]
        let estimates = estimates(performance, metric)
        if !estimates.isEmpty { columns.append(.init("ESTIMATE", dropped: 3)) }
        columns.append(.init("STATE"))
        var table = Table(columns)
        for window in shown(performance.windows.filter { $0.metrics[metric] != nil }) {
            let value = window.metrics[metric]
            var cells = [StyledText(style.absolute(window.start)), StyledText(window.version)]
            if hasSegments { cells.append(StyledText(window.column.map { "\($0)=\(window.segment ?? "-")" } ?? "")) }
            cells += [
                StyledText("\(window.n)"), StyledText("\(Int((window.coverage * 100).rounded(.down))) %"),
                StyledText(value?.value.map(number) ?? "-", window.status == .judged ? nil : .faint),
                StyledText(interval(value?.low, value?.high), window.status == .judged ? nil : .faint),
            ]
            if !estimates.isEmpty {
                let estimate = window.column == nil ? estimates[Place(window.start, window.version)] : nil
                cells.append(StyledText(estimate.map { estimated($0) } ?? "-", .faint))
            }
            cells += [
                StyledText(value?.value == nil ? value?.reason ?? "no such metric" : window.status.rawValue)
            ]
            table.add(cells)
        }
        return table
    }

    private struct Place: Hashable {
        let start: Int64
        let version: String

        init(_ start: Timestamp, _ version: String) { (self.start, self.version) = (start.microseconds, version) }
    }

    /// What late labels corrected the last estimate by.
    private static func correction(_ performance: PerformanceResponse, _ metric: String) -> String? {
        guard let estimate = performance.estimate?.windows.last?.metrics[metric], estimate.correction != 0 else {
            return nil
        }
        let side = estimate.correction < 0 ? "too high" : "too low"
        return
            "\(metric) by \(number(estimate.correction)): so much \(side) were estimates of windows with labels by now"
    }

    private static func estimates(
        _ performance: PerformanceResponse, _ metric: String
    ) -> [Place: EstimateValue.Metric] {
        var estimates: [Place: EstimateValue.Metric] = [:]
        for window in performance.estimate?.windows ?? [] {
            estimates[Place(window.start, window.version)] = window.metrics[metric]
        }
        return estimates
    }

    private static func estimated(_ metric: EstimateValue.Metric) -> String {
        metric.value.map { "\(number($0)) (\(interval(metric.low, metric.high)))" } ?? "-"
    }

    /// The newest first, each with its segments.
    private static func shown(_ windows: [PerformanceWindowValue]) -> [PerformanceWindowValue] {
        let starts = Set(windows.map(\.start.microseconds)).sorted().suffix(windowsShown)
        return windows.filter { starts.contains($0.start.microseconds) }
            .sorted {
                ($1.start.microseconds, $0.version, $0.segment ?? "") < (
                    $0.start.microseconds, $1.version, $1.segment ?? ""
                )
            }
    }

    private static func interval(_ low: Double?, _ high: Double?) -> String {
        guard let low, let high else { return "-" }
        return "\(number(low)) to \(number(high))"
    }

    /// Four significant digits.
    static func number(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        guard abs(value) >= 0.001, abs(value) < 100_000 else { return NumberText.exponential(value) }
        return NumberText.significant(value, digits: 4)
    }
}

extension PerformanceTriggerValue.State {
    fileprivate var paint: Paint {
        switch self {
        case .met: .good
        case .breached: .bad
        case .unknown: .faint
        }
    }

    fileprivate var words: String {
        switch self {
        case .met: "within its bound"
        case .breached: "over its bound"
        case .unknown: "unknown"
        }
    }
}
