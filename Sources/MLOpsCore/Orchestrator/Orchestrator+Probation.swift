import MLOpsSchedule
import OrderedCollections

/// A version that went live is asked again and again while it is on probation; on proof of harm it is taken back, once.
extension Orchestrator {
    /// A rollback ends a probation and begins none: what it brings back was live before, and to and fro helps nobody.
    mutating func beginProbation(of deployment: Deployment, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        pipelines[pipeline].state.probation = nil
        guard deployment.action == .deploy, let hooks = deployment.hooks, let length = hooks.probation, length > .zero,
            hooks.probe != nil || pipelines[pipeline].definition?.performanceOperands.isEmpty == false
        else { return }
        pipelines[pipeline].state.probation = Probation(deployment: deployment, since: turn.now, length: length)
        pipelines[pipeline].state.champion?.isUnproven = true
    }

    mutating func watchProbation(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard var probation = pipelines[pipeline].state.probation else { return }
        if probation.since.remaining(of: probation.length, at: turn.now) == .zero {
            guard isToBeHeld(probation, pipeline) else { return pass(probation, pipeline, &turn) }
            hold(probation, pipeline, &turn)
            return
        }
        guard let watch = probation.watch, probation.lastAsked.remaining(of: watch.interval, at: turn.now) == .zero
        else { return }
        probation.asked += 1
        probation.lastAsked = turn.now
        pipelines[pipeline].state.probation = probation
        change(pipeline, &turn)
        turn.perform(.probeLive(probation.deployment, number: probation.asked))
    }

    /// No requests prove nothing: an unproven canary is tried once more for as long.
    private func isToBeHeld(_ probation: Probation, _ pipeline: PipelineIndex) -> Bool {
        probation.isHeld != true && !isProven(probation, pipeline)
            && pipelines[pipeline].state.traffic?.canary?.version == probation.deployment.version
    }

    private mutating func hold(_ probation: Probation, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        pipelines[pipeline].state.probation?.length = probation.length + probation.length
        pipelines[pipeline].state.probation?.isHeld = true
        change(pipeline, &turn)
    }

    private func isProven(_ probation: Probation, _ pipeline: PipelineIndex) -> Bool {
        probation.answered > 0
            || pipelines[pipeline].state.operands.values.contains { $0.performance?.status.judged != nil }
    }

    private mutating func pass(_ probation: Probation, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        pipelines[pipeline].state.probation = nil
        pipelines[pipeline].state.champion?.isUnproven = nil
        change(pipeline, &turn)
        let version = probation.deployment.version
        let proven =
            isProven(probation, pipeline)
            ? "has passed its probation"
            : "ends its probation unproven: it was not asked, and no window could be judged"
        let isCanary = pipelines[pipeline].state.traffic?.canary?.version == version
        endCanary(of: version, pipeline, &turn)
        turn.tell(
            Notice(
                .probationPassed, version.pipeline,
                "model \(version) \(proven)" + (isCanary ? "; it gets all requests" : ""), version: version))
    }

    mutating func liveProbed(
        _ id: DeploymentID, of name: PipelineName, _ number: Int64, _ problem: String?, _ turn: inout Turn
    ) {
        guard let pipeline = index(of: name), var probation = pipelines[pipeline].state.probation,
            let watch = probation.watch, probation.deployment.id == id, number > probation.answered,
            number <= probation.asked
        else { return }
        probation.answered = number
        probation.answers = probation.answers.suffix(watch.answers - 1) + [problem == nil]
        pipelines[pipeline].state.probation = probation
        change(pipeline, &turn)
        guard let problem, probation.badCount >= watch.failures else { return }
        let reason = "\(probation.badCount) of the last \(probation.answers.count) probes failed: \(problem)"
        takeBack(probation, because: reason, pipeline, &turn)
    }

    /// What was proven of the version on probation by its predictions and their labels is proof enough.
    mutating func harmProven(
        of version: ModelVersionID, _ text: String, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard let probation = pipelines[pipeline].state.probation, probation.deployment.version == version else {
            return
        }
        takeBack(probation, because: text, pipeline, &turn)
    }

    /// One rollback, to the last that completed its probation; whatever comes of it, there is no second.
    private mutating func takeBack(
        _ probation: Probation, because reason: String, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        // A deployment that is under way ends the probation by itself, or leaves it for the next answer.
        guard refusalWhileDeploying(pipelines[pipeline].state.name) == nil else { return }
        let version = probation.deployment.version
        pipelines[pipeline].state.probation = nil
        markBad(probation.deployment, pipeline, &turn)
        dropCanary(of: version, pipeline, &turn)
        let former = pipelines[pipeline].state.rollbackTarget
        let next =
            former.map { "\($0.version) is brought back" + ($0.isUnproven == true ? ", itself unproven" : "") }
            ?? "there is no former champion to bring back"
        turn.tell(
            Notice(.probationFailed, version.pipeline, "model \(version): \(reason); \(next)", version: version))
        guard let former else { return }
        deploy(
            former.version, former.digest, .rollback, of: pipeline, run: nil, by: .daemon, reason: reason, &turn)
    }

    private mutating func markBad(_ deployment: Deployment, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        let kept = 100
        let former = (pipelines[pipeline].state.badDigests ?? []).filter { $0 != deployment.digest }
        pipelines[pipeline].state.badDigests = former.suffix(kept - 1) + [deployment.digest]
        change(pipeline, &turn)
        turn.record(.setVersionStatus(deployment.version, .bad))
    }

    /// Why automation never makes the candidate live; nil: it may.
    func badReason(_ digest: String?, _ pipeline: PipelineIndex) -> String? {
        guard let digest, pipelines[pipeline].state.badDigests?.contains(digest) == true else { return nil }
        return "this very model (digest \(digest.prefix(12))) was live and was taken back"
    }
}
