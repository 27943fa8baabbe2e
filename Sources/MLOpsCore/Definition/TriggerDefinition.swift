/// A named condition over evidence.
///
/// References to other triggers are resolved: the expression speaks only of this
/// trigger's own operands, so two triggers never take evidence from one another.
package struct TriggerDefinition: Hashable, Sendable {
    /// What happens when `deadline` passes after the first operand came true and the whole is still not true.
    package enum Lapse: String, Sendable, Codable, CaseIterable {
        case run, alert, skip
    }

    package var name: TriggerName
    package var expression: Expression
    package var operands: [Operand]
    /// False for a trigger that a combination names, unless it says `alone: true`.
    package var firesAlone: Bool
    package var deadline: Duration?
    package var lapse: Lapse
    /// nil: by the kind of its operands (SEMANTICS 10).
    package var priority: Int?

    package init(
        name: TriggerName, expression: Expression, operands: [Operand], firesAlone: Bool = true,
        deadline: Duration? = nil, lapse: Lapse = .alert, priority: Int? = nil
    ) {
        self.name = name
        self.expression = expression
        self.operands = operands
        self.firesAlone = firesAlone
        self.deadline = deadline
        self.lapse = lapse
        self.priority = priority
    }
}
