import MLOpsSchedule

/// A definition with what is looked up in it at every event.
///
/// It never changes, so handing it on costs one reference.
final class PreparedDefinition: Sendable {
    let definition: PipelineDefinition
    /// The same, as commands get it.
    let shared: Shared<PipelineDefinition>
    let policy: PolicyDefinition
    let firingTriggers: [PreparedTrigger]
    let gates: [NamedGate]
    let datasets: [DatasetName]
    /// Whole, because every due time of a run is counted from it, and a `Duration` is divided by 128 bits for that.
    let runTimeoutMicroseconds: Int64
    let watchesItself: Bool
    let watchesModelAge: Bool
    let watchesDrift: Bool
    /// The operands that look at the performance, each with its trigger.
    let performanceOperands: [(trigger: TriggerDefinition, operand: Operand)]
    /// Of every deployment under it.
    let hooks: Shared<Deployment.Hooks>?
    let target: String?
    let servicePlan: ServicePlan?
    let shadow: ShadowDefinition?
    let usesShadow: Bool
    let needsApproval: Bool

    init(_ definition: PipelineDefinition) {
        self.definition = definition
        shared = Shared(definition)
        policy = definition.policy
        firingTriggers = definition.firingTriggers.map(PreparedTrigger.init)
        gates = definition.gates.map(NamedGate.init)
        datasets = definition.datasets.map(\.name)
        runTimeoutMicroseconds = definition.policy.runTimeout.microseconds
        watchesItself = definition.watchesItself
        hooks = definition.hooks.map { Shared($0) }
        target = definition.deployment?.target
        servicePlan = definition.servicePlan
        shadow = definition.deployment?.shadow
        usesShadow = shadow != nil
        needsApproval = definition.deployment?.approval == .manual
        performanceOperands = firingTriggers.flatMap { trigger in
            trigger.operands.filter(\.condition.isPerformance).map { (trigger.definition, $0) }
        }
        watchesDrift = firingTriggers.contains { $0.operands.contains { $0.condition.isDrift } }
        watchesModelAge = definition.triggers.contains { $0.operands.contains { $0.condition.isModelAge } }
    }

    func step(_ name: StepName) -> StepDefinition? { index(of: name).map { definition.steps[$0] } }
    func needs(of name: StepName) -> [StepName]? { index(of: name).map { definition.steps[$0].needs } }

    private func index(of step: StepName) -> Int? {
        definition.steps.indices.first { definition.steps[$0].name == step }
    }
}
