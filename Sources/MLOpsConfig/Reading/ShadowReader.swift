import MLOpsCore
import MLOpsStatistics

/// Reads how a candidate is tried on what the champion is asked: `shadow`, and the program `predict` that scores it.
struct ShadowReader {
    let steps: StepReader
    let gates: [GateDefinition]
    /// nil: there are none, or they are wrong.
    let predictions: PredictionsDefinition?
    let hasPredictions: Bool

    func read(_ deployment: Section) -> ShadowDefinition? {
        let predict = deployment["predict"].flatMap { field in steps.arguments(field).map { (field, $0) } }
        guard let field = deployment["shadow"], let wanted = read(field) else {
            predict?.0.report("only applies with shadow: true", hint: "add it, or remove predict")
            return nil
        }
        check(field)
        guard deployment["predict"] != nil else {
            return field.reject("needs a program that scores inputs", hint: "add predict: [python3, predict.py]")
        }
        return predict.map { _, arguments in
            var shadow = wanted
            (shadow.predict, shadow.metrics) = (arguments, metrics)
            return shadow
        }
    }

    /// nil: it is not wanted, or wrong.
    private func read(_ field: Field) -> ShadowDefinition? {
        var shadow = ShadowDefinition(predict: [])
        guard case .mapping = field.node.content else { return field.boolean() == true ? shadow : nil }
        guard let section = Section(field, .shadow) else { return nil }
        if let rows = section["min_rows"]?.integer(in: 30...1_000_000) { shadow.minRows = rows }
        if let policy = section["inconclusive"]?.choice(ShadowDefinition.Policy.self) { shadow.inconclusive = policy }
        if let time = section["max_time"]?.span(atLeast: .minutes(1), atMost: .days(365)) { shadow.maxTime = time }
        if let timeout = section["timeout"]?.span(atLeast: .seconds(1), atMost: .days(1)) { shadow.timeout = timeout }
        return shadow
    }

    private func check(_ field: Field) {
        if !hasPredictions {
            field.report("needs the log of what the model is asked", hint: "add predictions to the pipeline")
        }
        if predictions?.task == .multiclass {
            field.report("compares two classes or numbers, not several classes", hint: "remove it; use canary")
        }
        if metrics.isEmpty {
            field.report(
                "needs a gate that compares with the champion by what single predictions make",
                hint: "add { metric: accuracy, not_worse_than: champion } to gates; or f1, auc, log_loss, mae, rmse")
        }
    }

    private var metrics: [String] {
        gates.compactMap { gate in
            guard case .metric(let metric) = gate, metric.isComparison, metric.segments == nil,
                RowMetric(named: metric.metric) != nil
            else { return nil }
            return metric.metric
        }
    }
}
