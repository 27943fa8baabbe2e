package import MLOpsCore

// Tests make values that nobody shares yet.

extension Mutation {
    package static func putRequest(_ request: RunRequest) -> Self { .putRequest(Shared(request)) }
    package static func putRun(_ run: Run) -> Self { .putRun(Shared(run)) }
    package static func putDeployment(_ deployment: Deployment) -> Self { .putDeployment(Shared(deployment)) }
    package static func putPipeline(_ state: PipelineState) -> Self { .putPipeline(Shared(state)) }
}

extension Command {
    package static func freezeManifest(_ run: Run, _ pipeline: PipelineDefinition) -> Self {
        .freezeManifest(Shared(run), Shared(pipeline))
    }

    package static func startAttempt(
        _ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) -> Self {
        .startAttempt(attempt, Shared(run), step, Shared(pipeline))
    }

    package static func collectOutputs(_ run: Run, _ pipeline: PipelineDefinition) -> Self {
        .collectOutputs(Shared(run), Shared(pipeline))
    }

    package static func switchTarget(_ deployment: Deployment) -> Self { .switchTarget(Shared(deployment)) }
    package static func proveTarget(_ deployment: Deployment) -> Self { .proveTarget(Shared(deployment)) }
    package static func restoreTarget(_ deployment: Deployment) -> Self { .restoreTarget(Shared(deployment)) }
}
