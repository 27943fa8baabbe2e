/// A definition with what is looked up in it at every event.
///
/// It never changes, so handing it on costs one reference.
final class PreparedDefinition: Sendable {
    /// As commands get it.
    let shared: Shared<PipelineDefinition>
    var definition: PipelineDefinition { _read { yield shared.value } }
    let policy: PolicyDefinition
    let firingTriggers: [TriggerDefinition]
    let watchesItself: Bool
    let watchesModelAge: Bool
    let watchesDrift: Bool
    /// Of every deployment under it.
    let hooks: Deployment.Hooks?
    let target: String?
    let needsApproval: Bool

    init(_ definition: PipelineDefinition) {
        shared = Shared(definition)
        policy = definition.policy
        firingTriggers = definition.firingTriggers
        watchesItself = definition.watchesItself
        hooks = definition.hooks
        target = definition.deployment?.target
        needsApproval = definition.deployment?.approval == .manual
        watchesDrift = firingTriggers.contains { $0.operands.contains { $0.condition.isDrift } }
        watchesModelAge = definition.triggers.contains { $0.operands.contains { $0.condition.isModelAge } }
    }

    func step(_ name: StepName) -> StepDefinition? { definition.steps.first { $0.name == name } }
}
