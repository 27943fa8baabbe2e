import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    mutating func outputsCollected(_ id: RunID, _ candidate: Candidate, _ taints: [String], _ turn: inout Turn) {
        guard let place = place(of: id), self[place].phase == .collecting else { return }
        self[place].candidate = candidate
        self[place].taints = taints
        if let cancellation = self[place].cancellation {
            end(place, cancellation.outcome, &turn)
        } else if let digest = candidate.digest {
            register(place, digest, &turn)
        } else {
            succeed(place, &turn)
        }
    }

    private mutating func register(_ place: RunPlace, _ digest: String, _ turn: inout Turn) {
        let pipeline = place.pipeline
        pipelines[pipeline].state.lastVersion += 1
        change(pipeline, &turn)
        let version = ModelVersionID(pipeline: self[place].pipeline, number: pipelines[pipeline].state.lastVersion)
        self[place].version = version
        self[place].phase = .registering
        save(place, &turn)
        turn.perform(.storeModel(self[place], version, digest: digest))
    }

    mutating func modelStored(_ id: RunID, _ turn: inout Turn) {
        guard let place = place(of: id), self[place].phase == .registering else { return }
        self[place].phase = .judging
        judge(place, &turn)
    }

    /// Has measured what the gates ask for; without gates there is nothing to measure.
    mutating func judge(_ place: RunPlace, _ turn: inout Turn) {
        guard let definition = definition(of: place)?.definition, !definition.gates.isEmpty else {
            return judged(place, [], &turn)
        }
        save(place, &turn)
        let champion = pipelines[place.pipeline].state.champion?.version
        turn.perform(.judgeCandidate(self[place], definition, champion: champion))
    }

    /// Takes the measurements into account unless there is another champion by now: then they are made again.
    mutating func candidateJudged(
        _ id: RunID, against champion: ModelVersionID?, _ measurements: [GateMeasurement], _ turn: inout Turn
    ) {
        guard let place = place(of: id) else { return }
        let phase = self[place].phase
        guard phase == .judging || phase == .deploying && !isBeingDeployed(place) else { return }
        guard champion == pipelines[place.pipeline].state.champion?.version else { return judge(place, &turn) }
        phase == .judging ? judged(place, measurements, &turn) : judgedAgain(place, measurements, &turn)
    }

    private mutating func judged(_ place: RunPlace, _ measurements: [GateMeasurement], _ turn: inout Turn) {
        guard let version = self[place].version, let candidate = self[place].candidate, let digest = candidate.digest
        else { return }
        let id = self[place].id
        evaluateGates(of: place, measurements)
        turn.record(
            .putVersion(
                ModelVersion(
                    id: version, run: id, digest: digest, files: candidate.files, bytes: candidate.bytes,
                    metrics: candidate.metrics, status: self[place].gates.status, registeredAt: turn.now)))
        turn.tell(
            Notice(
                .modelRegistered, version.pipeline, String(joining: "model ", version.description, " is registered"),
                run: id,
                version: version))
        if let refusal = self[place].gates.refusal { return end(place, .refused(refusal), &turn) }
        self[place].phase = .deploying
        save(place, &turn)
        deployNext(of: place.pipeline, &turn)
    }

    /// A champion came between the verdict and the deployment.
    private mutating func judgedAgain(_ place: RunPlace, _ measurements: [GateMeasurement], _ turn: inout Turn) {
        evaluateGates(of: place, measurements)
        let pipeline = place.pipeline
        if let refusal = self[place].gates.refusal {
            end(place, .refused(refusal), &turn)
        } else {
            save(place, &turn)
        }
        deployNext(of: pipeline, &turn)
    }

    private mutating func evaluateGates(of place: RunPlace, _ measurements: [GateMeasurement]) {
        let champion = pipelines[place.pipeline].state.champion
        let definition = definition(of: place)?.definition
        let evaluation = GateEvaluation(
            metrics: self[place].candidate?.metrics ?? [], champion: champion, taints: self[place].taints,
            policy: definition?.gatePolicy ?? GatePolicy())
        self[place].gates = evaluation.results(of: definition?.gates ?? [], measurements)
        self[place].comparedWith = champion?.version
    }

    /// Starts the deployment of the first run that waits for it; two deployments of a pipeline never interleave.
    mutating func deployNext(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard !isDeploying(pipeline),
            let position = pipelines[pipeline].runs.firstIndex(where: { $0.phase == .deploying })
        else { return }
        let place = RunPlace(pipeline: pipeline, position: position)
        guard let version = self[place].version, let digest = self[place].candidate?.digest else { return }
        if self[place].comparedWith != pipelines[pipeline].state.champion?.version,
            definition(of: place)?.definition.gates.isEmpty == false
        {
            return judge(place, &turn)
        }
        let (run, reason) = (self[place].id, self[place].reason)
        deploy(version, digest, .deploy, of: pipeline, run: run, by: .daemon, reason: reason, &turn)
    }

    private func isBeingDeployed(_ place: RunPlace) -> Bool {
        let run = self[place].id
        return openDeployments.values.contains { $0.run == run }
    }

    private func isDeploying(_ pipeline: PipelineIndex) -> Bool {
        let name = pipelines[pipeline].state.name
        return openDeployments.values.contains { $0.pipeline == name }
    }

    @discardableResult
    mutating func deploy(
        _ version: ModelVersionID, _ digest: String, _ action: Deployment.Action, of pipeline: PipelineIndex,
        run: RunID?, by actor: Actor, reason: String?, _ turn: inout Turn
    ) -> DeploymentID {
        counters.deployment += 1
        var prepared = pipelines[pipeline].definition
        if let place = place(of: run), let pinned = definition(of: place) { prepared = pinned }
        let target = prepared?.definition.deployment?.target
        let deployment = Deployment(
            id: DeploymentID(counters.deployment), pipeline: pipelines[pipeline].state.name, action: action,
            version: version, digest: digest, replaced: pipelines[pipeline].state.champion.map(\.version),
            target: target, run: run, by: actor, reason: reason, startedAt: turn.now)
        openDeployments[deployment.id] = deployment
        touch(pipeline, &turn)
        turn.record(.putDeployment(deployment))
        if deployment.target == nil {
            targetSwitched(deployment.id, &turn)
        } else {
            turn.perform(.switchTarget(deployment))
        }
        return deployment.id
    }

    mutating func targetSwitched(_ id: DeploymentID, _ turn: inout Turn) {
        guard let (deployment, pipeline) = close(id, .live, &turn) else { return }
        promote(deployment, pipeline, &turn)
        turn.tell(
            Notice(
                deployment.action == .deploy ? .modelDeployed : .modelRolledBack, deployment.pipeline,
                String(
                    joining: "model ", deployment.version.description, " is live",
                    deployment.target.map { String(joining: " at \"", $0, "\"") } ?? ""),
                run: deployment.run, version: deployment.version))
        if let place = place(of: deployment.run) { succeed(place, &turn) }
        deployNext(of: pipeline, &turn)
    }

    mutating func targetSwitchFailed(_ id: DeploymentID, _ reason: String, _ turn: inout Turn) {
        guard let (deployment, pipeline) = close(id, .failed(reason), &turn) else { return }
        turn.tell(
            Notice(
                .deploymentFailed, deployment.pipeline, "model \(deployment.version) is not live: \(reason)",
                run: deployment.run, version: deployment.version))
        if let place = place(of: deployment.run) { end(place, .failed(reason), &turn) }
        deployNext(of: pipeline, &turn)
    }

    private mutating func close(
        _ id: DeploymentID, _ state: Deployment.State, _ turn: inout Turn
    ) -> (Deployment, PipelineIndex)? {
        guard var deployment = openDeployments.removeValue(forKey: id), let pipeline = index(of: deployment.pipeline)
        else { return nil }
        deployment.state = state
        deployment.endedAt = turn.now
        touch(pipeline, &turn)
        turn.record(.putDeployment(deployment))
        return (deployment, pipeline)
    }

    private mutating func promote(_ deployment: Deployment, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        var metrics: [Candidate.Metric]?
        if let place = place(of: deployment.run) { metrics = self[place].candidate?.metrics }
        pipelines[pipeline].state.promote(deployment, metrics: metrics, at: turn.now)
        change(pipeline, &turn)
        turn.record(.putAlias(deployment.pipeline, alias: "champion", deployment.version))
        let previous = pipelines[pipeline].state.formerChampions.last?.version
        turn.record(.putAlias(deployment.pipeline, alias: "previous", previous))
        changeReference(of: pipeline, to: deployment.version, &turn)
        guard pipelines[pipeline].definition?.watchesModelAge == true else { return }
        judgeLater(pipeline, &turn)
        pipelines[pipeline].nextOccurrence = .distantPast
        pipelines[pipeline].state.forgetAges(in: pipelines[pipeline].definition)
        let reason = deployment.version.description + " was promoted"
        dropLatches(of: pipeline, .withdrawn(reason), &turn, where: \.isModelAge)
    }

    private mutating func succeed(_ place: RunPlace, _ turn: inout Turn) {
        turn.record(.useFiles(self[place].pipeline, self[place].id, self[place].cutoffs))
        end(place, .succeeded, &turn)
    }
}

extension PipelineState {
    /// The age of a new champion counts from its promotion, whatever was accounted for of the one before.
    fileprivate mutating func forgetAges(in prepared: PreparedDefinition?) {
        for trigger in prepared?.firingTriggers ?? [] {
            for operand in trigger.operands where operand.condition.isModelAge { operands[operand.path]?.cursor = nil }
        }
    }

    /// Former champions kept for rollback.
    private static let formerChampionsKept = 20

    /// - Parameter metrics: nil when the version was live before.
    fileprivate mutating func promote(_ deployment: Deployment, metrics: [Candidate.Metric]?, at now: Moment) {
        let index = formerChampions.firstIndex { $0.version == deployment.version }
        let former = index.map { formerChampions.remove(at: $0) }
        switch deployment.action {
        case .deploy: if let champion { keep(former: champion) }
        case .rollback: forgetFormer(after: former)
        }
        champion = Champion(
            version: deployment.version, digest: deployment.digest, metrics: metrics ?? former?.metrics ?? [],
            promotedAt: now)
    }

    private mutating func keep(former: Champion) {
        if formerChampions.count >= Self.formerChampionsKept { formerChampions.removeFirst() }
        formerChampions.append(former)
    }

    /// After a rollback the next one goes further back, never to and fro.
    private mutating func forgetFormer(after former: Champion?) {
        guard let former else { return }
        formerChampions.removeAll { $0.promotedAt.wall > former.promotedAt.wall }
    }
}
