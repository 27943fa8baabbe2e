import MLOpsSchedule
import OrderedCollections

/// A deployment goes through its stages one by one, each committed before it is begun: whenever the daemon dies, the next
/// one goes on with the stage that is in the record.
extension Orchestrator {
    /// - Parameter metrics: of a version that neither this run produced nor was live before.
    @discardableResult
    mutating func deploy(
        _ version: ModelVersionID, _ digest: String, _ action: Deployment.Action, of pipeline: PipelineIndex,
        run: RunID?, by actor: Actor, reason: String?, metrics: [Candidate.Metric]? = nil, _ turn: inout Turn
    ) -> DeploymentID {
        counters.deployment += 1
        let id = DeploymentID(counters.deployment)
        var prepared = pipelines[pipeline].definition
        if let place = place(of: run), let pinned = definition(of: place) { prepared = pinned }
        let deployment = Shared(
            Deployment(
                id: id, pipeline: pipelines[pipeline].state.name, action: action,
                version: version, digest: digest, replaced: champion(of: pipeline),
                target: prepared?.target, run: run, by: actor, reason: reason, startedAt: turn.now,
                hooks: prepared?.hooks, metrics: metrics))
        openDeployments[id] = deployment
        touch(pipeline, &turn)
        turn.record(.putDeployment(deployment))
        if prepared?.target == nil {
            goLive(id, &turn)
        } else {
            turn.perform(.switchTarget(deployment))
        }
        return id
    }

    mutating func targetSwitched(_ id: DeploymentID, _ turn: inout Turn) {
        guard let hasHooks = openDeployments[id].map({ $0.value.hooks != nil }), isSwitching(id) else { return }
        hasHooks ? move(id, to: .proving, &turn) : goLive(id, &turn)
    }

    mutating func targetSwitchFailed(_ id: DeploymentID, _ reason: String, _ turn: inout Turn) {
        guard isSwitching(id) else { return }
        failDeployment(id, reason, &turn)
    }

    private func isSwitching(_ id: DeploymentID) -> Bool {
        openDeployments[id].map { $0.value.stage ?? .switching == .switching } ?? false
    }

    mutating func targetProven(_ id: DeploymentID, _ turn: inout Turn) {
        guard openDeployments[id]?.stage == .proving else { return }
        goLive(id, &turn)
    }

    mutating func targetUnproven(_ id: DeploymentID, _ reason: String, _ turn: inout Turn) {
        guard let deployment = openDeployments[id], deployment.stage == .proving else { return }
        guard takesBackHarm(deployment) else { return move(id, to: .restoring(because: reason), &turn) }
        turn.tell(
            Notice(
                .probationFailed, deployment.pipeline,
                "model \(deployment.version) is brought back and does not answer either: \(reason)",
                version: deployment.version))
        goLive(id, &turn)
    }

    /// What did harm never comes back because nothing answers.
    private func takesBackHarm(_ deployment: Shared<Deployment>) -> Bool {
        guard deployment.action == .rollback, let pipeline = index(of: deployment.pipeline),
            let live = pipelines[pipeline].state.champion, live.version == deployment.replaced
        else { return false }
        return pipelines[pipeline].state.badDigests?.contains(live.digest) == true
    }

    /// Only now that what was live before is back has the deployment failed, and its run with it.
    mutating func targetRestored(_ id: DeploymentID, _ doubt: String?, _ turn: inout Turn) {
        guard case .restoring(let reason) = openDeployments[id]?.stage else { return }
        let back = openDeployments[id]?.replaced.map { "\($0) is back" } ?? "nothing is live, as before"
        let after = doubt.map { $0 == reason ? ", and the same happened then" : ", and \($0)" } ?? ""
        failDeployment(id, "\(reason); \(back)\(after)", &turn)
    }

    private mutating func move(_ id: DeploymentID, to stage: Deployment.Stage, _ turn: inout Turn) {
        openDeployments[id]?.value.stage = stage
        guard let deployment = openDeployments[id], let pipeline = index(of: deployment.pipeline) else { return }
        touch(pipeline, &turn)
        turn.record(.putDeployment(deployment))
        turn.perform(deployment.command)
    }

    private mutating func goLive(_ id: DeploymentID, _ turn: inout Turn) {
        guard let (deployment, pipeline) = close(id, .live, &turn) else { return }
        promote(deployment, pipeline, &turn)
        beginProbation(of: deployment, pipeline, &turn)
        splitTraffic(by: deployment, pipeline, &turn)
        let canary = pipelines[pipeline].state.traffic.flatMap(\.canary)
        turn.tell(
            Notice(
                deployment.action == .deploy ? .modelDeployed : .modelRolledBack, deployment.pipeline,
                deployment.liveText + (canary.map { " for \($0.percent) % of the requests" } ?? ""),
                run: deployment.run, version: deployment.version))
        if let place = place(of: deployment.run) { succeed(place, &turn) }
        deployNext(of: pipeline, &turn)
    }

    private mutating func failDeployment(_ id: DeploymentID, _ reason: String, _ turn: inout Turn) {
        guard let (deployment, pipeline) = close(id, .failed(reason), &turn) else { return }
        turn.tell(
            Notice(
                .deploymentFailed, deployment.pipeline, "model \(deployment.version) is not live: \(reason)",
                run: deployment.run, version: deployment.version))
        if let place = place(of: deployment.run) { end(place, .failed(reason), &turn) }
        lookAgainForHarm(pipeline, &turn)
        deployNext(of: pipeline, &turn)
    }

    private mutating func close(
        _ id: DeploymentID, _ state: Deployment.State, _ turn: inout Turn
    ) -> (Shared<Deployment>, PipelineIndex)? {
        guard var deployment = openDeployments.removeValue(forKey: id), let pipeline = pipeline(of: deployment)
        else { return nil }
        deployment.value.state = state
        deployment.value.endedAt = turn.now
        deployment.value.stage = nil
        touch(pipeline, &turn)
        turn.record(.putDeployment(deployment))
        return (deployment, pipeline)
    }

    /// By its run, if that is active: a number is found sooner than a name.
    private func pipeline(of deployment: Shared<Deployment>) -> PipelineIndex? {
        deployment.value.run.flatMap { runOwners[$0] } ?? index(of: deployment.value.pipeline)
    }

    private mutating func promote(_ deployment: Shared<Deployment>, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        var metrics = deployment.metrics
        let former = champion(of: pipeline)
        let formerPrevious = pipelines[pipeline].state.previousVersion
        if let place = place(of: deployment.run) { metrics = self[place].candidate.map(\.metrics) }
        pipelines[pipeline].state.promote(deployment, metrics: metrics, at: turn.now)
        change(pipeline, &turn)
        let (by, reason) = (deployment.by, deployment.reason ?? "deployment \(deployment.id)")
        recordMove("champion", of: pipeline, from: former, to: deployment.version, by: by, reason, &turn)
        let previous = pipelines[pipeline].state.previousVersion
        recordMove("previous", of: pipeline, from: formerPrevious, to: previous, by: by, reason, &turn)
        changeReference(of: pipeline, to: deployment.version, &turn)
        keepServing(pipeline, &turn)
        followChampion(deployment.version, pipeline, &turn)
        guard pipelines[pipeline].definition?.watchesModelAge == true else { return }
        judgeLater(pipeline, &turn)
        pipelines[pipeline].nextOccurrence = .distantPast
        pipelines[pipeline].state.countAges(in: pipelines[pipeline].definition, at: turn.now.wall)
        let promoted = deployment.version.description + " was promoted"
        dropLatches(of: pipeline, .withdrawn(promoted), &turn, where: \.isModelAge)
    }
}

extension Shared<Deployment> {
    fileprivate var liveText: String {
        guard let target = value.target else { return String(line: "model \(value.version) is live") }
        return String(line: "model \(value.version) is live at \"\(target)\"")
    }

    /// What its stage asks for.
    var command: Command {
        switch value.stage {
        case .switching, nil: .switchTarget(self)
        case .proving: .proveTarget(self)
        case .restoring: .restoreTarget(self)
        }
    }
}

extension PipelineDefinition {
    var hooks: Deployment.Hooks? {
        guard let deployment,
            deployment.reload != nil || deployment.probe != nil || deployment.probation != nil
                || deployment.service != nil
        else { return nil }
        return Deployment.Hooks(
            directory: directory, reload: deployment.reload, probe: deployment.probe,
            probation: deployment.probation, service: servicePlan, canary: deployment.canary,
            trial: deployment.trial)
    }
}

extension PipelineState {
    /// The age of a new champion counts from its promotion, whatever was accounted for of the one before.
    ///
    /// One that was brought back has its own age. Where that is over the limit already, a run was started for it before,
    /// and what came of it did harm: the next one waits as long as after any other start.
    fileprivate mutating func countAges(in prepared: PreparedDefinition?, at now: Instant) {
        for trigger in prepared?.firingTriggers ?? [] {
            for operand in trigger.operands {
                guard case .modelAge(let age) = operand.condition, let champion else { continue }
                operands[operand.path, default: .init(shape: operand.shape)].cursor =
                    champion.agesSince.wall + age <= now ? now : nil
            }
        }
    }

    /// What the alias `previous` points to.
    fileprivate var previousVersion: ModelVersionID? {
        formerChampions.isEmpty ? nil : formerChampions[formerChampions.count - 1].version
    }

    /// Former champions kept for rollback.
    private static let formerChampionsKept = 20

    /// - Parameter metrics: nil when the version was live before.
    fileprivate mutating func promote(_ deployment: Shared<Deployment>, metrics: [Candidate.Metric]?, at now: Moment) {
        let known = champion?.version == deployment.version ? champion?.metrics : nil
        let index = formerChampions.indices.first { formerChampions[$0].version == deployment.version }
        let former = index.map { formerChampions.remove(at: $0) }
        switch deployment.action {
        case .deploy:
            // One that was only ever tried on a share of the requests is nothing to go back to.
            if let champion, champion.version != deployment.version, champion.version != traffic?.canary?.version {
                keep(former: champion)
            }
        // After a rollback the next one goes further back, never to and fro.
        case .rollback: if let index { formerChampions.removeSubrange(index...) }
        }
        champion = Champion(
            version: deployment.version, digest: deployment.digest, metrics: metrics ?? former?.metrics ?? known ?? [],
            promotedAt: now, isUnproven: deployment.action == .rollback ? former?.isUnproven : nil,
            firstPromotedAt: deployment.action == .rollback ? former?.agesSince : nil)
    }

    private mutating func keep(former: Champion) {
        if formerChampions.count >= Self.formerChampionsKept { formerChampions.removeFirst() }
        formerChampions.append(former)
    }
}
