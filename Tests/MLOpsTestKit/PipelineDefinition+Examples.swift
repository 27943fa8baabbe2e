package import MLOpsCore
import MLOpsSchedule

extension PipelineDefinition {
    /// A pipeline `churn` with the dataset `in` and one step `train`.
    package static func example(
        name: PipelineName = "churn", id: String? = nil, triggers: [TriggerDefinition] = [],
        policy: PolicyDefinition = PolicyDefinition(cooldown: .zero), steps: [StepDefinition] = [.example("train")],
        gates: [GateDefinition] = [], gatePolicy: GatePolicy = GatePolicy(),
        deployment: DeploymentDefinition? = nil, parameters: [Parameter] = []
    ) -> PipelineDefinition {
        PipelineDefinition(
            name: name, id: id ?? "\(name)-1", source: "", directory: "/srv/\(name)", parameters: parameters,
            datasets: [DatasetDefinition(name: "in", path: "/srv/\(name)/in")], triggers: triggers, policy: policy,
            steps: steps, gates: gates, gatePolicy: gatePolicy, deployment: deployment)
    }
}

extension StepDefinition {
    package static func example(
        _ name: StepName, needs: [StepName] = [], retry: Retry = Retry()
    ) -> StepDefinition {
        StepDefinition(name: name, needs: needs, program: .arguments(["/bin/true"]), retry: retry)
    }
}

extension TriggerDefinition {
    /// A trigger of one operand.
    package static func one(
        _ name: TriggerName, _ condition: Condition, validFor: Duration? = nil
    ) -> TriggerDefinition {
        TriggerDefinition(
            name: name, expression: .operand(0),
            operands: [Operand(path: name.text, condition: condition, validFor: validFor)])
    }

    /// New data in `in` without waiting.
    package static func data(
        _ name: TriggerName = "volume", minFiles: Int64 = 1, quiet: Duration = .zero, maxWait: Duration? = nil
    ) -> TriggerDefinition {
        .one(
            name,
            .newData(NewDataCondition(dataset: "in", minFiles: minFiles, quietPeriod: quiet, maxWait: maxWait)))
    }
}
