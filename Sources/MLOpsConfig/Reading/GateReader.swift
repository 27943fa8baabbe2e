import MLOpsCore

struct GateReader {
    private enum Reference: String, CaseIterable {
        case champion
    }

    let steps: StepReader
    let datasets: [DatasetDefinition]
    let hasPredictions: Bool

    func read(_ field: Field) -> ([GateDefinition], GatePolicy) {
        guard let section = Section(field, .gates) else { return ([], GatePolicy()) }
        var policy = GatePolicy()
        if let first = section["first_model"]?.choice(GatePolicy.FirstModel.self) { policy.firstModel = first }
        if let baseline = section["baseline_unevaluable"]?.choice(GatePolicy.UnevaluableBaseline.self) {
            policy.unevaluableBaseline = baseline
        }
        let data = section["data"].map(dataGates) ?? []
        return (data + (section["model"]?.elements("gates", maximum: 100)?.compactMap(gate) ?? []), policy)
    }

    private func dataGates(_ field: Field) -> [GateDefinition] {
        guard let section = Section(field, .dataGate) else { return [] }
        return DataGate.Question.allCases.compactMap { question in
            guard let field = section[question.rawValue], let effect = field.choice(DataGate.Effect.self) else {
                return nil
            }
            if let (problem, hint) = obstacle(to: question) { return field.reject(problem, hint: hint) }
            return .data(DataGate(question, effect))
        }
    }

    /// Why a question could never be answered; nil: it can.
    private func obstacle(to question: DataGate.Question) -> (problem: String, hint: String)? {
        if datasets.isEmpty { return ("there is no dataset to look at", "add data to the pipeline") }
        switch question {
        case .schema where datasets.allSatisfy({ $0.schema == nil }):
            return ("no dataset has a schema", "add schema to a dataset; mlopsctl schema infer writes one")
        case .skew where !hasPredictions:
            return ("there is no log of what the model is asked", "add predictions to the pipeline")
        case .schema, .drift, .skew: return nil
        }
    }

    private func gate(_ field: Field) -> GateDefinition? {
        guard let section = Section(field, .modelGate) else { return nil }
        if let check = section["check"] { return program(check, section) }
        if let timeout = section["timeout"] {
            return timeout.reject("only belongs to check", hint: "remove it, or write check: [program, argument, …]")
        }
        return Self.metric(section)
    }

    /// Everything but the timeout belongs to a metric.
    private func program(_ field: Field, _ section: Section) -> GateDefinition? {
        let others = section.given(["metric", "at_least", "at_most", "not_worse_than", "margin", "better", "segments"])
        if let other = others.first {
            return other.reject("does not belong to check", hint: "write a gate of its own for it")
        }
        guard let arguments = steps.arguments(field) else { return nil }
        guard let timeout = section["timeout"] else { return .program(ProgramGate(arguments: arguments)) }
        return timeout.span(atLeast: .seconds(1), atMost: .days(1)).map {
            .program(ProgramGate(arguments: arguments, timeout: $0))
        }
    }

    private static func metric(_ section: Section) -> GateDefinition? {
        guard let metric = section.required("metric")?.text(maximum: 200), let bound = bound(section) else {
            return nil
        }
        let written = section["better"]?.choice(GateDefinition.Direction.self)
        guard section["better"] == nil || written != nil else { return nil }
        let segments = section["segments"]?.text("a column of the rows, or a name in segments", maximum: 200)
        guard section["segments"] == nil || segments != nil else { return nil }
        guard let better = written ?? direction(of: metric, bound, in: section) else { return nil }
        return GateDefinition(metric: metric, bound: bound, better: better, segments: segments)
    }

    private static func bound(_ section: Section) -> GateDefinition.Bound? {
        let bounds = section.given(["at_least", "at_most", "not_worse_than"])
        guard bounds.count == 1, let field = bounds.first else {
            if section.isAlreadyReported { return nil }
            return section.field.reject(
                bounds.isEmpty ? "the gate has no bound" : "the gate has more than one bound",
                hint: bounds.isEmpty
                    ? "write at_least, at_most or not_worse_than: champion" : "write a gate for each of them")
        }
        if field.name != "not_worse_than", let margin = section["margin"] {
            return margin.reject("only belongs to not_worse_than", hint: "remove it")
        }
        switch field.name {
        case "at_least": return field.number().map { .atLeast($0) }
        case "at_most": return field.number().map { .atMost($0) }
        default: return notWorse(field, margin: section["margin"])
        }
    }

    private static func notWorse(_ field: Field, margin: Field?) -> GateDefinition.Bound? {
        guard field.choice(Reference.self) != nil else { return nil }
        guard let margin else { return .notWorseThanChampion(margin: 0) }
        return margin.number(in: 0...Double.greatestFiniteMagnitude).map { .notWorseThanChampion(margin: $0) }
    }

    private static func direction(
        of metric: String, _ bound: GateDefinition.Bound, in section: Section
    ) -> GateDefinition.Direction? {
        let known = MetricDirection.known(metric)
        switch (bound, known) {
        case (.notWorseThanChampion, nil):
            return section.field.reject(
                "it is not known whether higher or lower values of \(metric.quoted) are better",
                hint: "add better: higher or better: lower")
        case (.notWorseThanChampion, let known?):
            return known
        case (.atLeast, .lower?):
            return section["at_least"]?.reject(
                "lower values of \(metric.quoted) are better, so this would refuse the better models",
                hint: "write at_most, or add better: higher")
        case (.atMost, .higher?):
            return section["at_most"]?.reject(
                "higher values of \(metric.quoted) are better, so this would refuse the better models",
                hint: "write at_least, or add better: lower")
        case (.atLeast, _): return .higher
        case (.atMost, _): return .lower
        }
    }
}
