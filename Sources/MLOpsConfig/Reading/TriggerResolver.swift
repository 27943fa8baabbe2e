import MLOpsCore

/// Replaces the names of triggers in combinations by conditions of the combination's own.
struct TriggerResolver {
    private let drafts: [TriggerName: TriggerDraft]
    private let order: [TriggerName]
    /// Triggers that are there but could not be read; naming them is no second fault.
    private let unreadable: Set<TriggerName>
    /// Triggers that a combination names.
    private let named: Set<TriggerName>

    /// A trigger named twice in one that is named twice, and so on, doubles each time.
    private static let maximumParts = 256
    private static let maximumDepth = 32

    init(_ drafts: [TriggerDraft], unreadable: Set<TriggerName>) {
        order = drafts.map(\.name)
        self.drafts = Dictionary(uniqueKeysWithValues: drafts.map { ($0.name, $0) })
        self.unreadable = unreadable
        named = Set(drafts.flatMap(\.expression.references))
    }

    func definitions() -> [TriggerDefinition] {
        order.compactMap { drafts[$0].flatMap(definition) }
    }

    private func definition(_ draft: TriggerDraft) -> TriggerDefinition? {
        var parts = Parts()
        let position = Position(path: draft.name.text, validFor: nil, trail: [draft.name])
        guard let expression = resolve(draft.expression, position, of: draft, into: &parts) else { return nil }
        if KleeneCheck.isTrueWithoutEvidence(expression) {
            return draft.field.reject(
                "is true although nothing happened, and would fire for ever",
                hint: "combine it with a condition that has to come true")
        }
        let firesAlone = draft.alone ?? !named.contains(draft.name)
        if !firesAlone, !named.contains(draft.name) {
            return draft.field.reject(
                "neither fires alone nor is named in a combination", hint: "remove the trigger, or its alone")
        }
        return TriggerDefinition(
            name: draft.name, expression: expression, operands: parts.operands, firesAlone: firesAlone,
            deadline: draft.deadline, lapse: draft.lapse ?? .alert, priority: draft.priority)
    }

    /// Where in a trigger a condition stands.
    private struct Position {
        var path: String
        /// What the conditions around it say; its own word comes first.
        var validFor: Duration?
        /// The names followed to get here.
        var trail: [TriggerName]
        var depth = 0

        func inside(_ part: String) -> Position {
            Position(path: "\(path).\(part)", validFor: validFor, trail: trail, depth: depth + 1)
        }
    }

    /// What a trigger is made of so far.
    private struct Parts {
        var operands: [Operand] = []
        /// Conditions, combinations and names that were followed.
        var count = 0
    }

    private func resolve(
        _ draft: ExpressionDraft, _ position: Position, of trigger: TriggerDraft, into parts: inout Parts
    ) -> Expression? {
        parts.count += 1
        guard parts.count <= Self.maximumParts, position.depth < Self.maximumDepth else {
            return trigger.field.reject(
                "has more than \(Self.maximumParts) parts, or nests deeper than \(Self.maximumDepth)")
        }
        switch draft {
        case .after(let instant):
            return .after(instant)
        case .condition(let condition, let validFor):
            let validFor = validFor ?? position.validFor
            parts.operands.append(Operand(path: position.path, condition: condition, validFor: validFor))
            return .operand(parts.operands.count - 1)
        case .combination(let combination, let elements, let validFor):
            var position = position
            position.validFor = validFor ?? position.validFor
            return resolve(combination, elements, position, of: trigger, into: &parts)
        case .reference(let name, let field):
            return follow(name, field, position, of: trigger, into: &parts)
        }
    }

    private func resolve(
        _ combination: ExpressionDraft.Combination, _ elements: [ExpressionDraft], _ position: Position,
        of trigger: TriggerDraft, into parts: inout Parts
    ) -> Expression? {
        let inside = position.inside(combination.kind.rawValue)
        if case .not = combination {
            return resolve(elements[0], inside, of: trigger, into: &parts).map { .not($0) }
        }
        var resolved: [Expression] = []
        for (index, element) in elements.enumerated() {
            var place = inside
            place.path += ".\(index)"
            guard let expression = resolve(element, place, of: trigger, into: &parts) else { return nil }
            resolved.append(expression)
        }
        switch combination {
        case .all: return .all(resolved)
        case .any: return .any(resolved)
        case .atLeast(let count): return .atLeast(count, resolved)
        case .sequence(let within): return .sequence(resolved, within: within)
        case .not: return nil
        }
    }

    private func follow(
        _ name: TriggerName, _ field: Field, _ position: Position, of trigger: TriggerDraft,
        into parts: inout Parts
    ) -> Expression? {
        guard let draft = drafts[name] else {
            guard !unreadable.contains(name) else { return nil }
            return field.reject(
                "there is no trigger \(name.text.quoted)",
                hint: Suggestion.hint(for: name.text, among: order.map(\.text)))
        }
        if let start = position.trail.firstIndex(of: name) {
            // Each trigger of a circle meets it; only the first by name reports it.
            let circle = position.trail[start...]
            guard start == 0, circle.min() == name else { return nil }
            return field.reject(
                "names itself: " + (circle + [name]).map(\.text).joined(separator: " → "),
                hint: "a combination can only name triggers that do not name it")
        }
        if draft.deadline != nil {
            return field.reject(
                "\(name.text.quoted) has a deadline and cannot be part of a combination",
                hint: "move the deadline to \(trigger.name.text.quoted)")
        }
        var position = position
        position.trail.append(name)
        position.depth += 1
        return resolve(draft.expression, position, of: trigger, into: &parts)
    }
}
