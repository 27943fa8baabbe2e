import MLOpsCore

/// A trigger as it is written.
struct TriggerDraft {
    var name: TriggerName
    var expression: ExpressionDraft
    var alone: Bool?
    var priority: Int?
    var deadline: Duration?
    var lapse: TriggerDefinition.Lapse?
    var field: Field
}

struct TriggerReader {
    let conditions: ConditionReader

    func read(_ field: Field) -> [TriggerDefinition] {
        guard let entries = field.named("triggers", .part) else { return [] }
        let drafts = entries.compactMap { draft(TriggerName($0.name), $0.field) }
        let unreadable = Set(entries.map { TriggerName($0.name) }).subtracting(drafts.map(\.name))
        return TriggerResolver(drafts, unreadable: unreadable).definitions()
    }

    private func draft(_ name: TriggerName, _ field: Field) -> TriggerDraft? {
        guard let section = Section(field, .trigger) else { return nil }
        guard let expression = conditions.read(section, isTrigger: true) else { return nil }
        var draft = TriggerDraft(name: name, expression: expression, field: field)
        draft.alone = section["alone"]?.boolean()
        draft.priority = section["priority"].flatMap(PolicyReader.priority)
        draft.deadline = section["deadline"]?.span(atLeast: .seconds(1))
        draft.lapse = section["else"]?.choice(TriggerDefinition.Lapse.self)
        checkDeadline(section, expression)
        return draft
    }

    private func checkDeadline(_ section: Section, _ expression: ExpressionDraft) {
        if let deadline = section["deadline"] {
            if case .combination = expression { return }
            deadline.report("only belongs to a combination, which can be true in part", hint: "remove it")
        } else if let lapse = section["else"] {
            lapse.report("only belongs beside deadline", hint: "add deadline, or remove it")
        }
    }
}
