import MLOpsCore

struct TestReader {
    let datasets: [DatasetDefinition]
    let triggers: [TriggerDefinition]

    func read(_ field: Field) -> [DecisionTest] {
        field.elements("tests")?.compactMap(test) ?? []
    }

    private func test(_ field: Field) -> DecisionTest? {
        guard let section = Section(field, .test) else { return nil }
        let given = section.required("given")?.elements("evidence", maximum: 100)?.compactMap(given) ?? []
        let expect = section.required("expect")?.choice(DecisionTest.Expectation.self)
        guard let expect else { return nil }
        let place = field.node.place
        return DecisionTest(given: given, expect: expect, place: "\(place.file):\(place.line):\(place.column)")
    }

    private func given(_ field: Field) -> DecisionTest.Given? {
        guard case .mapping = field.node.content else { return named(field) }
        guard let section = Section(field, .given) else { return nil }
        let kinds = section.given(["slot", "new_data", "drift", "request", "pipeline_change", "wait"])
        guard kinds.count == 1, let kind = kinds.first else {
            return section.isAlreadyReported
                ? nil : field.reject("must be one of slot, new_data, drift, request, pipeline_change, wait")
        }
        if kind.name != "new_data", let stray = section.given(["files", "bytes", "rows"]).first {
            return stray.reject("only belongs to new_data", hint: "remove it")
        }
        switch kind.name {
        case "slot": return trigger(kind, with: "schedule") { $0.isSchedule }.map { .slot($0) }
        case "drift": return trigger(kind, with: "drift") { $0.isDrift }.map { .drift($0) }
        case "new_data": return newData(kind, section)
        case "wait": return kind.span(atLeast: .microseconds(1)).map { .wait($0) }
        case "request": return kind.boolean() == true ? .request : kind.reject("must be true", hint: "or remove it")
        default: return kind.boolean() == true ? .pipelineChange : kind.reject("must be true", hint: "or remove it")
        }
    }

    private func named(_ field: Field) -> DecisionTest.Given? {
        switch field.scalar("evidence such as {slot: weekly} or request") {
        case "request": .request
        case "pipeline_change": .pipelineChange
        case nil: nil
        case let name?:
            field.reject(
                "\(name.quoted) is no evidence",
                hint:
                    "write request, pipeline_change, {slot: TRIGGER}, {drift: TRIGGER}, {new_data: DATASET} or {wait: 1h}"
            )
        }
    }

    private func trigger(
        _ field: Field, with kind: String, _ isOfKind: (Condition) -> Bool
    ) -> TriggerName? {
        guard let name = field.text("the name of a trigger") else { return nil }
        guard let trigger = triggers.first(where: { $0.name.text == name }) else {
            // A trigger that could not be read is reported where it stands; without triggers nothing can be told.
            return triggers.isEmpty && !field.findings.isEmpty
                ? nil
                : field.reject(
                    "there is no trigger \(name.quoted)",
                    hint: Suggestion.hint(for: name, among: triggers.map(\.name.text)))
        }
        guard trigger.operands.contains(where: { isOfKind($0.condition) }) else {
            return field.reject("trigger \(name.quoted) has no \(kind)")
        }
        return trigger.name
    }

    private func newData(_ field: Field, _ section: Section) -> DecisionTest.Given? {
        guard let dataset = field.dataset(among: datasets) else { return nil }
        let files = section["files"].map { $0.integer(in: 1...Field.largestSize) } ?? 1
        let bytes = section["bytes"].map { $0.size() } ?? 1
        let rows = section["rows"].map { $0.integer(in: 0...Field.largestSize) } ?? 0
        guard let files, let bytes, let rows else { return nil }
        return .newData(dataset.name, files: files, bytes: bytes, rows: rows)
    }
}

extension Field {
    /// Returns the dataset that this value names.
    func dataset(among datasets: [DatasetDefinition]) -> DatasetDefinition? {
        guard let name = text("the name of a dataset") else { return nil }
        if let dataset = datasets.first(where: { $0.name.text == name }) { return dataset }
        return reject(
            "there is no dataset \(name.quoted) under \"data\"",
            hint: Suggestion.hint(for: name, among: datasets.map(\.name.text)))
    }
}
