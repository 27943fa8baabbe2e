import MLOpsCore

struct PerformanceReader {
    let predictions: PredictionsDefinition?
    /// Whether the definition has predictions that could not be read; what is wrong with them is reported there.
    let hasUnreadablePredictions: Bool

    func read(_ field: Field, _ section: Section) -> PerformanceCondition? {
        let bound = bound(field, section)
        let samples = section["min_samples"]?.integer(in: 1...Field.largestSize)
        let windows = section["windows"].map(Self.windows)
        let silence = section["no_data_for"]?.span(atLeast: .minutes(1))
        section["false_alarms"]?.report(
            "is not supported beside performance by this version of mlopsd", hint: "remove it; windows decides")
        let source = section["source"]?.choice(PerformanceCondition.Source.self) ?? .predictions
        let given = section["better"]?.choice(GateDefinition.Direction.self)
        if source == .predictions {
            section["better"]?.report("only belongs beside source: pushed", hint: "remove it")
        }
        guard let metric = source == .pushed ? pushedMetric(field, given) : metric(field) else { return nil }
        guard let better = given ?? MetricDirection.known(metric) else { return nil }
        guard let bound else { return nil }
        var condition = PerformanceCondition(metric: metric, source: source, better: better, bound: bound)
        checkDirection(better, metric, section)
        if let samples { condition.minSamples = samples }
        if let windows { (condition.breaches, condition.windows) = windows ?? (2, 3) }
        condition.noDataFor = silence
        return condition
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

    private func bound(_ field: Field, _ section: Section) -> PerformanceCondition.Bound? {
        let bounds = section.given(["below", "above", "tolerance"])
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

    /// `2 of 3`.
    private static func windows(_ field: Field) -> (breaches: Int, windows: Int)? {
        let noun = "so many of so many windows, such as 2 of 3"
        guard let text = field.scalar(noun) else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 3, words[1] == "of", let k = Int(words[0]), let n = Int(words[2]), k >= 1, n >= k, n <= 100
        else { return field.reject("must be \(noun), not \(text.quoted)") }
        return (k, n)
    }
}
