import MLOpsCore
import MLOpsStatistics

struct PerformanceReader {
    let predictions: PredictionsDefinition?
    /// Whether the definition has predictions that could not be read; what is wrong with them is reported there.
    let hasUnreadablePredictions: Bool

    func read(_ field: Field, _ section: Section) -> PerformanceCondition? {
        let rate = section["false_alarms"].map { $0.rateInYear() }
        let bound = bound(field, section, isProven: rate != nil)
        let samples = section["min_samples"]?.integer(in: 1...Field.largestSize)
        let windows = section["windows"].map { $0.count(of: "windows") }
        let silence = section["no_data_for"]?.span(atLeast: .minutes(1))
        let source = section["source"]?.choice(PerformanceCondition.Source.self) ?? .predictions
        let given = section["better"]?.choice(GateDefinition.Direction.self)
        if source == .predictions {
            section["better"]?.report("only belongs beside source: pushed", hint: "remove it")
        }
        guard let metric = source == .pushed ? pushedMetric(field, given) : metric(field) else { return nil }
        if rate != nil { checkProof(of: metric, source, field, section) }
        guard let better = given ?? MetricDirection.known(metric) else { return nil }
        guard let bound else { return nil }
        var condition = PerformanceCondition(metric: metric, source: source, better: better, bound: bound)
        checkDirection(better, metric, section)
        if source == .predictions { checkReach(of: metric, section) }
        if let rate { (condition.falseAlarmsPerYear, condition.minSamples) = (rate, Self.usualRows) }
        if let samples { condition.minSamples = samples }
        if let windows { (condition.breaches, condition.windows) = windows ?? (2, 3) }
        condition.noDataFor = silence
        return condition
    }

    /// So many rows tell what is usual, unless something else is said.
    private static let usualRows: Int64 = 1000
    private static let mostUsualRows: Int64 = 1_000_000

    /// What the sequential test can not do is said here, not found out when it matters.
    private func checkProof(
        of metric: String, _ source: PerformanceCondition.Source, _ field: Field, _ section: Section
    ) {
        section["windows"]?.report(
            "does not apply beside false_alarms, which counts rows", hint: "remove one of them")
        if let samples = section["min_samples"], let count = samples.integer(in: 1...Field.largestSize),
            count > Self.mostUsualRows
        {
            samples.report("must be at most \(Self.mostUsualRows) beside false_alarms")
        }
        guard source == .predictions else {
            section["false_alarms"]?.report(
                "needs the single predictions; values that were pushed have no losses", hint: "remove it")
            return
        }
        guard HarmLoss.Metric(rawValue: metric) == nil else { return }
        let known = HarmLoss.Metric.allCases.map(\.rawValue).joined(separator: ", ")
        section["false_alarms"]?.report(
            "can not be kept for \(metric.quoted), which is no mean over rows", hint: "use one of \(known)")
    }

    private func pushedMetric(_ field: Field, _ better: GateDefinition.Direction?) -> String? {
        guard let metric = field.text("the name of a metric", maximum: 200) else { return nil }
        guard better != nil || MetricDirection.known(metric) != nil else {
            return field.reject(
                "it is not known whether higher or lower values of \(metric.quoted) are better",
                hint: "add better: higher or better: lower")
        }
        return metric
    }

    private func metric(_ field: Field) -> String? {
        guard let metric = field.text("the name of a metric", maximum: 200) else { return nil }
        guard let task = predictions?.task else {
            return hasUnreadablePredictions
                ? nil
                : field.reject(
                    "there are no predictions whose performance could be judged",
                    hint: "add \"predictions: …\" to the pipeline, or source: pushed")
        }
        guard task.metrics.contains(metric) else {
            let known = task.metrics.joined(separator: ", ")
            return field.reject(
                "\(metric.quoted) is no metric of task: \(task.rawValue)",
                hint: Suggestion.hint(for: metric, among: task.metrics) ?? "there are \(known)")
        }
        return metric
    }

    private func bound(_ field: Field, _ section: Section, isProven: Bool) -> PerformanceCondition.Bound? {
        let bounds = section.given(["below", "above", "tolerance"])
        if isProven, bounds.isEmpty { return .usual }
        guard bounds.count == 1, let bound = bounds.first else {
            if section.isAlreadyReported { return nil }
            return field.reject(
                bounds.isEmpty ? "has no bound" : "has more than one bound",
                hint: bounds.isEmpty
                    ? "add below: NUMBER, above: NUMBER or tolerance: NUMBER" : "write a trigger for each of them")
        }
        switch bound.name {
        case "below": return bound.number().map { .below($0) }
        case "above": return bound.number().map { .above($0) }
        default: return bound.number(in: 0...Double.greatestFiniteMagnitude).map { .tolerance($0) }
        }
    }

    /// A bound that no value reaches would fire always or never; most often it is per cent for a share.
    private func checkReach(of metric: String, _ section: Section) {
        guard PerformanceCondition.shares.contains(metric) else { return }
        for bound in section.given(["below", "above"]) {
            guard let value = bound.number(), !(0...1).contains(value) else { continue }
            bound.report(
                "\(metric.quoted) lies between 0 and 1", hint: (1...100).contains(value) ? "write \(value / 100)" : nil)
        }
    }

    private func checkDirection(_ better: GateDefinition.Direction, _ metric: String, _ section: Section) {
        switch better {
        case .higher:
            section["above"]?.report(
                "higher values of \(metric.quoted) are better, so this would fire for the better models",
                hint: "write below")
        case .lower:
            section["below"]?.report(
                "lower values of \(metric.quoted) are better, so this would fire for the better models",
                hint: "write above")
        }
    }
}
