/// A trigger that starts runs, with what is looked up in it whenever it is judged.
///
/// It never changes, so handing it on costs one reference.
final class PreparedTrigger: Sendable {
    let definition: TriggerDefinition
    /// Of a wish for it, where neither it nor its pipeline says another.
    let ordinaryPriority: Int

    init(_ definition: TriggerDefinition) {
        self.definition = definition
        ordinaryPriority = definition.ordinaryPriority
    }

    var name: TriggerName { definition.name }
    var operands: [Operand] { definition.operands }
}
