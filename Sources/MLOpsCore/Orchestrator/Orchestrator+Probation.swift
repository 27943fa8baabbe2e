import MLOpsSchedule
import OrderedCollections

/// A version that went live is asked again and again while it is on probation; on proof of harm it is taken back, once.
extension Orchestrator {
    /// A rollback ends a probation and begins none: what it brings back was live before, and to and fro helps nobody.
    mutating func beginProbation(of deployment: Shared<Deployment>, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        pipelines[pipeline].state.probation = nil
        guard deployment.action == .deploy, let hooks = deployment.hooks, let length = hooks.probation, length > .zero,
            hooks.probe != nil || pipelines[pipeline].definition?.performanceOperands.isEmpty == false
        else { return }
        pipelines[pipeline].state.probation = Probation(deployment: deployment, since: turn.now, length: length)
        pipelines[pipeline].state.champion?.isUnproven = true
    }

    mutating func watchProbation(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard var probation = pipelines[pipeline].state.probation else { return }
        if isOver(probation, at: turn.now) || probation.held != nil, !isDeploying(pipeline) {
            decide(probation, pipeline, &turn)
            // What is held is asked on.
            guard pipelines[pipeline].state.probation?.deployment.id == probation.deployment.id else { return }
        }
        guard let watch = probation.watch, probation.lastAsked.remaining(of: watch.interval, at: turn.now) == .zero
        else { return }
        probation.asked += 1
        probation.lastAsked = turn.now
        pipelines[pipeline].state.probation?.asked = probation.asked
        pipelines[pipeline].state.probation?.lastAsked = turn.now
        change(pipeline, &turn)
        turn.perform(.probeLive(probation.$deployment, number: probation.asked))
    }

    private func isOver(_ probation: Probation, at now: Moment) -> Bool {
        guard let end = probation.end else { return false }
        return probation.since.remaining(of: end, at: now) == .zero
    }

    /// Its time is over, or it was over and more is known by now.
    private mutating func decide(_ probation: Probation, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        let version = probation.deployment.version
        let isCanary = pipelines[pipeline].state.traffic?.canary?.version == version
        guard isCanary, let doubt = doubt(about: probation, pipeline) else { return pass(probation, pipeline, &turn) }
        guard isOver(probation, at: turn.now) else { return }
        guard probation.held != nil else { return hold(probation, .forMore, because: doubt, pipeline, &turn) }
        switch probation.trial.inconclusive {
        case .promote: pass(probation, pipeline, &turn)
        case .hold: hold(probation, .forPerson, because: doubt, pipeline, &turn)
        case .rollback where pipelines[pipeline].state.rollbackTarget == nil:
            hold(probation, .forPerson, because: doubt + ", and there is nothing to bring back", pipeline, &turn)
        case .rollback:
            takeBack(
                probation, as: .inconclusive, because: "its time is over and nothing is proven: \(doubt)", pipeline,
                &turn)
        }
    }

    /// Why nothing is proven of a canary; nil: it is.
    private func doubt(about probation: Probation, _ pipeline: PipelineIndex) -> String? {
        if let shortfall = probation.shortfall { return shortfall }
        let isAsked = probation.answered > 0 || probation.trial.minRequests > 0
        let isJudged = pipelines[pipeline].state.operands.values.contains { $0.performance?.status.judged != nil }
        return isAsked || isJudged ? nil : "it was not asked, and no window could be judged"
    }

    private mutating func hold(
        _ probation: Probation, _ held: Probation.Held, because doubt: String, _ pipeline: PipelineIndex,
        _ turn: inout Turn
    ) {
        pipelines[pipeline].state.probation?.held = held
        change(pipeline, &turn)
        let version = probation.deployment.version
        let next =
            held == .forMore
            ? "it is tried on until \((probation.since.wall + probation.longest).rfc3339)"
            : "a person has to decide: mlopsctl promote \(version), or mlopsctl rollback \(version.pipeline)"
        turn.tell(
            Notice(
                .probationInconclusive, version.pipeline,
                "model \(version) is neither proven nor refuted: \(doubt); \(next)", version: version))
    }

    /// What was counted of the version on probation since it went live.
    mutating func requestsCounted(
        _ id: DeploymentID, of name: PipelineName, _ requests: Int64, _ labels: Int64, _ turn: inout Turn
    ) {
        guard let pipeline = index(of: name), let probation = pipelines[pipeline].state.probation,
            probation.deployment.id == id, probation.requests != requests || probation.labels != labels
        else { return }
        pipelines[pipeline].state.probation?.requests = requests
        pipelines[pipeline].state.probation?.labels = labels
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
    }

    /// A person gives the version on probation all requests.
    mutating func endTrial(of version: ModelVersionID, _ pipeline: PipelineIndex, _ turn: inout Turn) -> Bool {
        guard let probation = pipelines[pipeline].state.probation, probation.deployment.version == version,
            pipelines[pipeline].state.traffic?.canary?.version == version
        else { return false }
        pass(probation, pipeline, &turn)
        return true
    }

    private mutating func pass(_ probation: Probation, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        let version = probation.deployment.version
        let isCanary = pipelines[pipeline].state.traffic?.canary?.version == version
        let doubt = doubt(about: probation, pipeline)
        pipelines[pipeline].state.probation = nil
        pipelines[pipeline].state.champion?.isUnproven = doubt == nil ? nil : true
        change(pipeline, &turn)
        let proven = doubt.map { "ends its probation unproven: " + $0 } ?? "has passed its probation"
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
        takeBack(probation, as: .bad, because: reason, pipeline, &turn)
    }

    /// What was proven of the version on probation by its predictions and their labels is proof enough.
    mutating func harmProven(
        of version: ModelVersionID, _ text: String, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard let probation = pipelines[pipeline].state.probation, probation.deployment.version == version else {
            return
        }
        takeBack(probation, as: .bad, because: text, pipeline, &turn)
    }

    /// One rollback, to the last that completed its probation; whatever comes of it, there is no second.
    private mutating func takeBack(
        _ probation: Probation, as status: ModelVersion.Status, because reason: String, _ pipeline: PipelineIndex,
        _ turn: inout Turn
    ) {
        // A deployment that is under way ends the probation by itself, or leaves it for the next answer.
        guard refusalWhileDeploying(pipelines[pipeline].state.name) == nil else { return }
        let version = probation.deployment.version
        pipelines[pipeline].state.probation = nil
        change(pipeline, &turn)
        if status == .bad { markBad(probation.deployment, pipeline) }
        turn.record(.setVersionStatus(version, status, because: reason))
        dropCanary(of: version, pipeline, &turn)
        let former = pipelines[pipeline].state.rollbackTarget
        let next =
            former.map { "\($0.version) is brought back" + ($0.isUnproven == true ? ", itself unproven" : "") }
            ?? "there is no former champion to bring back"
        turn.tell(
            Notice(
                status == .bad ? .probationFailed : .probationInconclusive, version.pipeline,
                "model \(version): \(reason); \(next)", version: version))
        guard let former else { return }
        deploy(
            former.version, former.digest, .rollback, of: pipeline, run: nil, by: .daemon, reason: reason, &turn)
    }

    private mutating func markBad(_ deployment: Deployment, _ pipeline: PipelineIndex) {
        let kept = 100
        let former = (pipelines[pipeline].state.badDigests ?? []).filter { $0 != deployment.digest }
        pipelines[pipeline].state.badDigests = former.suffix(kept - 1) + [deployment.digest]
    }

    /// Why automation never makes the candidate live; nil: it may.
    func badReason(_ digest: String?, _ pipeline: PipelineIndex) -> String? {
        guard let digest, pipelines[pipeline].state.badDigests?.contains(digest) == true else { return nil }
        return "this very model (digest \(digest.prefix(12))) was live and was taken back"
    }
}
