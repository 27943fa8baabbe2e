/// Finds in row results what a metric needs.
struct RowReading {
    let metric: String
    let results: RowResults

    typealias Obstacle = PairedComparison.Obstacle
    typealias Model = RowResults.Model

    /// More classes than this make sums that are too wide to be drawn thousands of times.
    private static let maximumClasses = 50

    /// Whether the results say anything of the model that this metric could use.
    func isMeasured(of model: Model) -> Bool {
        let names = [metric, "prediction", "score", "correct"]
        return names.contains { results.column($0, of: model) != nil }
    }

    func outcome(of model: Model) throws(Obstacle) -> RowOutcome {
        if results.column(metric, of: .candidate) != nil { return try averaged(metric, model) }
        guard let known = RowMetric(named: metric) else {
            throw Obstacle(reason: "it has no column \"\(metric)\", and no rule makes \(metric) of rows")
        }
        switch known {
        case .accuracy, .errorRate: return try hits(model, countsErrors: known == .errorRate)
        case .balancedAccuracy, .precision, .recall, .specificity, .f1:
            return try measured(
                .binary(
                    known, label: positives("label", .candidate), prediction: positives("prediction", model)))
        case .macroF1: return try classes(model)
        case .areaUnderCurve:
            let positives = try positives("label", .candidate)
            guard let curve = DeLong(scores: try numbers("score", model), isPositive: positives) else {
                throw Obstacle(reason: "all its rows have one label, so there is no curve")
            }
            return .areaUnderCurve(curve)
        case .logLoss, .brierScore:
            return try measured(
                .probability(known, isPositive: positives("label", .candidate), score: numbers("score", model)))
        case .meanAbsoluteError, .meanSquaredError, .rootMeanSquaredError, .determination:
            return try measured(
                .regression(known, label: numbers("label", .candidate), prediction: numbers("prediction", model)))
        }
    }

    private func measured(_ measure: RowMeasure?) throws(Obstacle) -> RowOutcome {
        guard let measure else { throw Obstacle(reason: "no rule makes \(metric) of rows") }
        return .sums(measure)
    }

    private func averaged(_ name: String, _ model: Model) throws(Obstacle) -> RowOutcome {
        let values = try numbers(name, model)
        guard values.allSatisfy({ $0 == 0 || $0 == 1 }) else { return .sums(.mean(of: values)) }
        return .shares(values.map { $0 == 1 })
    }

    private func hits(_ model: Model, countsErrors: Bool) throws(Obstacle) -> RowOutcome {
        let isRight: [Bool]
        if results.column("correct", of: model) != nil {
            isRight = try positives("correct", model)
        } else {
            let (label, prediction) = (try column("label", .candidate), try column("prediction", model))
            isRight = (0..<results.count).map { label.text($0) == prediction.text($0) }
        }
        return .shares(countsErrors ? isRight.map { !$0 } : isRight)
    }

    private func classes(_ model: Model) throws(Obstacle) -> RowOutcome {
        let (label, prediction) = (try column("label", .candidate), try column("prediction", model))
        var codes: [String: Int] = [:]
        func code(_ text: String) -> Int {
            if let code = codes[text] { return code }
            codes[text] = codes.count
            return codes.count - 1
        }
        let labels = (0..<results.count).map { code(label.text($0)) }
        let predictions = (0..<results.count).map { code(prediction.text($0)) }
        guard codes.count <= Self.maximumClasses else {
            throw Obstacle(reason: "it has more than \(Self.maximumClasses) classes")
        }
        return .sums(.macroF1(label: labels, prediction: predictions, classes: codes.count))
    }

    /// Returns a column in which every cell has a value.
    private func column(_ name: String, _ model: Model) throws(Obstacle) -> RowResults.Column {
        guard let column = results.column(name, of: model) else {
            throw Obstacle(reason: "it has no column \"\(model.rawValue + name)\"")
        }
        if let row = (0..<results.count).first(where: { column.text($0).isEmpty }) {
            throw Obstacle(reason: "row \(row + 1) has no value in \"\(model.rawValue + name)\"")
        }
        return column
    }

    private func numbers(_ name: String, _ model: Model) throws(Obstacle) -> [Double] {
        guard case .numbers(let values) = try column(name, model) else {
            throw Obstacle(reason: "\"\(model.rawValue + name)\" holds texts, not numbers")
        }
        guard values.allSatisfy(\.isFinite) else {
            throw Obstacle(reason: "\"\(model.rawValue + name)\" holds infinity")
        }
        return values
    }

    private static let positiveTexts: Set = ["true", "yes", "positive"]
    private static let negativeTexts: Set = ["false", "no", "negative"]

    /// Returns which rows are of the positive class: 1, true, yes or positive.
    private func positives(_ name: String, _ model: Model) throws(Obstacle) -> [Bool] {
        let column = try column(name, model)
        let texts = (0..<results.count).map { column.text($0).lowercased() }
        var flags: [Bool] = []
        for text in texts {
            switch text {
            case "1": flags.append(true)
            case "0", "-1": flags.append(false)
            default:
                guard Self.positiveTexts.contains(text) || Self.negativeTexts.contains(text) else {
                    throw Obstacle(
                        reason: "\"\(model.rawValue + name)\" has other values than 0 and 1, so that it is not known "
                            + "which count as positive")
                }
                flags.append(Self.positiveTexts.contains(text))
            }
        }
        return flags
    }
}
