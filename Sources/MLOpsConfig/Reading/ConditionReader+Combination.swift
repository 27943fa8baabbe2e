import MLOpsCore

extension ConditionReader {
    func combination(
        _ kind: ConditionKind, _ field: Field, _ section: Section, validFor: Duration?
    ) -> ExpressionDraft? {
        switch kind {
        case .all: return elements(field).map { .combination(.all, $0, validFor: validFor) }
        case .any: return elements(field).map { .combination(.any, $0, validFor: validFor) }
        case .atLeast: return atLeast(field, validFor: validFor)
        case .not: return element(field).map { .combination(.not, [$0], validFor: validFor) }
        case .sequence:
            let within = section["within"]?.span(atLeast: .microseconds(1))
            guard let elements = elements(field) else { return nil }
            guard elements.count > 1 else { return field.reject("needs at least two elements to have an order") }
            return .combination(.sequence(within: within), elements, validFor: validFor)
        case .schedule, .newData, .modelAge, .pipelineChange, .drift, .performance, .after: return nil
        }
    }

    private func atLeast(_ field: Field, validFor: Duration?) -> ExpressionDraft? {
        guard let section = Section(field, .atLeast) else { return nil }
        let elements = section.required("of").flatMap(elements)
        guard let count = section.required("k"), let elements else { return nil }
        guard let k = count.integer(in: 1...Int64(elements.count)) else { return nil }
        return .combination(.atLeast(Int(k)), elements, validFor: validFor)
    }

    private func elements(_ field: Field) -> [ExpressionDraft]? {
        guard let fields = field.elements("triggers or conditions", maximum: 64) else { return nil }
        let elements = fields.map(element)
        return elements.contains { $0 == nil } ? nil : elements.compactMap(\.self)
    }

    /// A text names a trigger, a mapping is a condition of its own.
    private func element(_ field: Field) -> ExpressionDraft? {
        guard case .scalar = field.node.content else {
            return Section(field, .trigger).flatMap { read($0, isTrigger: false) }
        }
        return field.text("the name of a trigger or a condition").map { .reference(TriggerName($0), field) }
    }
}
