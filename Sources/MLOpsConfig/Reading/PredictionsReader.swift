import MLOpsCore

struct PredictionsReader {
    let base: BaseDirectory

    private static let largestWindow = Duration.days(366)

    func read(_ field: Field) -> PredictionsDefinition? {
        guard let section = Section(field, .predictions) else { return nil }
        // All of it is read before any of it is given up, so that one reading reports all that is wrong.
        let log = section.required("log")?.file(in: base)
        let task = section.required("task")?.choice(PredictionsDefinition.ModelTask.self)
        let columns = ["id", "time", "label"].map { section.required($0)?.column() }
        var predictions = PredictionsDefinition(
            log: log ?? "/", id: (columns[0] ?? nil) ?? "", time: (columns[1] ?? nil) ?? "",
            label: (columns[2] ?? nil) ?? "", task: task ?? .binary)
        predictions.labels = section["labels"]?.file(in: base)
        predictions.format = section["format"]?.choice(DatasetDefinition.Format.self)
        predictions.modelVersion = section["model_version"]?.column()
        predictions.prediction = section["prediction"]?.column()
        predictions.labelTime = section["label_time"]?.column()
        readScores(section, into: &predictions)
        readMaturity(section, into: &predictions)
        if let segments = section["segments"] { predictions.segments = segmentColumns(segments) }
        if let labels = predictions.labels, log != nil { check(labels, predictions.log, section) }
        if task != nil { check(predictions, section) }
        return log == nil || task == nil || columns.contains { $0 == nil } ? nil : predictions
    }

    private func readScores(_ section: Section, into predictions: inout PredictionsDefinition) {
        predictions.score = section["score"]?.column()
        guard let entries = section["scores"]?.named("columns", .column, maximum: 1000) else { return }
        predictions.scores = entries.compactMap { name, field in
            field.column().map { PredictionsDefinition.ClassScore(name: name, column: $0) }
        }
    }

    private func readMaturity(_ section: Section, into predictions: inout PredictionsDefinition) {
        if let window = section["window"].flatMap(Self.window) { predictions.window = window }
        predictions.labelHorizon = section["label_horizon"]?.span()
        if let coverage = section["min_label_coverage"]?.number(in: 0...1) { predictions.minLabelCoverage = coverage }
        if let count = section["min_per_class"]?.integer(in: 0...Field.largestSize) { predictions.minPerClass = count }
        if let horizon = predictions.labelHorizon {
            predictions.lateness = max(predictions.lateness, horizon * 2)
        }
        guard let field = section["lateness"], let lateness = field.span(atLeast: .minutes(1)) else { return }
        predictions.lateness = lateness
        if let horizon = predictions.labelHorizon, lateness < horizon {
            field.report("must not be shorter than label_horizon", hint: "labels would be given up before they count")
        }
    }

    private static func window(_ field: Field) -> Duration? {
        guard let window = field.span(atLeast: .minutes(1), atMost: largestWindow) else { return nil }
        guard window.components.seconds % 60 == 0, window.components.attoseconds == 0 else {
            return field.reject("must be a whole number of minutes")
        }
        return window
    }

    private func segmentColumns(_ field: Field) -> [String] {
        guard let elements = field.elements("columns", maximum: 8) else { return [] }
        var columns: [String] = []
        for element in elements {
            guard let column = element.column() else { continue }
            if columns.contains(column) { element.report("is there twice", hint: "remove one of them") }
            columns.append(column)
        }
        return columns
    }

    /// Files of the two kinds are told apart by where they lie.
    private func check(_ labels: String, _ log: String, _ section: Section) {
        guard FilePath.isInside(labels, log) || FilePath.isInside(log, labels) else { return }
        section["labels"]?.report(
            "must be neither the directory of the log nor inside of it, nor hold it",
            hint: labels == log ? "remove it if the log carries the labels" : "use two directories side by side")
    }

    private func check(_ predictions: PredictionsDefinition, _ section: Section) {
        if predictions.prediction == nil, predictions.score == nil, predictions.scores.isEmpty,
            !section.isAlreadyReported
        {
            section.field.report("does not say what was predicted", hint: "add prediction, score or scores")
        }
        switch predictions.task {
        case .binary:
            section["scores"]?.report("belongs to task: multiclass", hint: "write score: COLUMN")
        case .multiclass:
            section["score"]?.report("belongs to task: binary", hint: "write scores: {CLASS: COLUMN, …}")
        case .regression:
            for field in section.given(["score", "scores"]) {
                field.report("does not belong to task: regression", hint: "write prediction: COLUMN")
            }
            section["min_per_class"]?.report("does not belong to task: regression", hint: "remove it")
        }
    }
}

extension Field {
    /// Returns the name of a column.
    fileprivate func column() -> String? { text("the name of a column", maximum: 1000) }
}
