/// Something to do in the world after its intent was committed.
///
/// Each can be repeated without harm: after a crash
/// `Orchestrator` issues again what it has no answer to.
package enum Command: Hashable, Sendable {
    /// List and hash the run's inputs and prepare its directory; answered by `manifestFrozen` or `manifestFailed`.
    case freezeManifest(Shared<Run>, Shared<PipelineDefinition>)
    /// Answered by `attemptStarted` and `attemptEnded`, or by `inputsOutdated` where it would have begun the run.
    indirect case startAttempt(AttemptID, Shared<Run>, StepDefinition, Shared<PipelineDefinition>)
    /// Answered by the attempt's end.
    case cancelAttempt(AttemptID)
    /// Verify inputs, read metrics, hash the model; answered by `outputsCollected` or `outputsRejected`.
    case collectOutputs(Shared<Run>, Shared<PipelineDefinition>)
    /// Move the candidate into the store of versions; answered by `modelStored`, `modelStoreFailed` or
    /// `modelNumberTaken`.
    case storeModel(Shared<Run>, ModelVersionID, digest: String)
    /// Compare what arrived with the training data of the version; answered by any number of `windowJudged`, or by
    /// `referenceMissing`.
    case watchDrift(Shared<PipelineDefinition>, reference: ModelVersionID)
    /// Serve the version, and go on serving it, whatever becomes of its server; not answered.
    indirect case keepServing(ServiceGoal)
    /// Tell routers which version gets which requests, and go on until they can know; not answered.
    indirect case splitTraffic(TrafficSplit)
    /// Score what the champion is asked with a candidate too, and compare, until there is another goal; answered by any
    /// number of `shadowReported`.
    indirect case keepShadow(ShadowGoal)
    /// No candidate of the pipeline is tried any more; not answered.
    case endShadow(PipelineName)
    /// Measure what the run's gates ask for; answered by `candidateJudged` about the same champion.
    case judgeCandidate(Shared<Run>, Shared<PipelineDefinition>, champion: ModelVersionID?)
    /// Answered by `targetSwitched` or `targetSwitchFailed`.
    case switchTarget(Shared<Deployment>)
    /// Let what serves the model take the version, and ask whether it works; answered by `targetProven` or
    /// `targetUnproven`.
    case proveTarget(Shared<Deployment>)
    /// Bring back what was live before, and let it be taken; answered by `targetRestored`.
    case restoreTarget(Shared<Deployment>)
    /// Ask once whether the version on probation works; answered by `liveProbed` with the same number.
    case probeLive(Shared<Deployment>, number: Int64)
}
