import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Former champions kept for rollback.
    static let formerChampionsKept = 20

    mutating func outputsCollected(_ id: RunID, _ candidate: Candidate, _ taints: [String], _ turn: inout Turn) {
        guard var run = runs[id], run.phase == .collecting else { return }
        run.candidate = candidate
        run.taints = taints
        runs[id] = run
        if let cancellation = run.cancellation {
            end(id, cancellation.outcome, &turn)
        } else if let digest = candidate.digest {
            register(run, digest, &turn)
        } else {
            succeed(id, &turn)
        }
    }

    private mutating func register(_ collected: Run, _ digest: String, _ turn: inout Turn) {
        var run = collected
        let number = (pipelines[run.pipeline]?.lastVersion ?? 0) + 1
        pipelines[run.pipeline]?.lastVersion = number
        let version = ModelVersionID(pipeline: run.pipeline, number: number)
        run.version = version
        run.gates = judgeGates(of: run)
        run.phase = .registering
        save(run, &turn)
        turn.perform(.storeModel(run, version, digest: digest))
    }

    private func judgeGates(of run: Run) -> [GateResult] {
        let gates = definitions[run.definition]?.gates ?? []
        let champion = pipelines[run.pipeline]?.champion
        return GateEvaluation(metrics: run.candidate?.metrics ?? [], champion: champion, taints: run.taints)
            .results(of: gates)
    }

    mutating func modelStored(_ id: RunID, _ turn: inout Turn) {
        guard var run = runs[id], run.phase == .registering, let version = run.version, let candidate = run.candidate,
            let digest = candidate.digest
        else { return }
        let refusal = run.gates.refusal
        turn.record(
            .putVersion(
                ModelVersion(
                    id: version, run: id, digest: digest, files: candidate.files, bytes: candidate.bytes,
                    metrics: candidate.metrics, status: refusal == nil ? .accepted : .refused,
                    registeredAt: turn.now)))
        turn.tell(
            Notice(.modelRegistered, run.pipeline, "model \(version) is registered", run: id, version: version))
        if let cancellation = run.cancellation {
            end(id, cancellation.outcome, &turn)
        } else if let refusal {
            end(id, .refused(refusal), &turn)
        } else {
            run.phase = .deploying
            save(run, &turn)
            deployNext(of: run.pipeline, &turn)
        }
    }

    /// Starts the deployment of the first run that waits for it; two deployments of a pipeline never interleave.
    mutating func deployNext(of pipeline: PipelineName, _ turn: inout Turn) {
        guard !openDeployments.values.contains(where: { $0.pipeline == pipeline }) else { return }
        guard var run = activeRuns(of: pipeline).first(where: { $0.phase == .deploying }), let version = run.version,
            let digest = run.candidate?.digest
        else { return }
        if run.champion != pipelines[pipeline]?.champion?.version {
            run.gates = judgeGates(of: run)
            save(run, &turn)
            if let refusal = run.gates.refusal {
                end(run.id, .refused(refusal), &turn)
                return
            }
        }
        deploy(version, digest, .deploy, of: pipeline, run: run.id, by: .daemon, reason: run.reason, &turn)
    }

    @discardableResult
    mutating func deploy(
        _ version: ModelVersionID, _ digest: String, _ action: Deployment.Action, of pipeline: PipelineName,
        run: RunID?, by actor: Actor, reason: String?, _ turn: inout Turn
    ) -> DeploymentID {
        counters.deployment += 1
        let state = pipelines[pipeline]
        let definition = run.flatMap { runs[$0] }.flatMap { definitions[$0.definition] }
            ?? state.flatMap { usableDefinition(of: $0) }
        let deployment = Deployment(
            id: DeploymentID(counters.deployment), pipeline: pipeline, action: action, version: version, digest: digest,
            replaced: state?.champion?.version, target: definition?.deployment?.target, run: run, by: actor,
            reason: reason, startedAt: turn.now)
        openDeployments[deployment.id] = deployment
        turn.touch(pipeline)
        turn.record(.putDeployment(deployment))
        if deployment.target == nil {
            targetSwitched(deployment.id, &turn)
        } else {
            turn.perform(.switchTarget(deployment))
        }
        return deployment.id
    }

    mutating func targetSwitched(_ id: DeploymentID, _ turn: inout Turn) {
        guard let deployment = close(id, .live, &turn) else { return }
        promote(deployment, &turn)
        turn.tell(
            Notice(
                deployment.action == .deploy ? .modelDeployed : .modelRolledBack, deployment.pipeline,
                "model \(deployment.version) is live\(deployment.target.map { " at \"\($0)\"" } ?? "")",
                run: deployment.run, version: deployment.version))
        if let run = deployment.run { succeed(run, &turn) }
        deployNext(of: deployment.pipeline, &turn)
    }

    mutating func targetSwitchFailed(_ id: DeploymentID, _ reason: String, _ turn: inout Turn) {
        guard let deployment = close(id, .failed(reason), &turn) else { return }
        turn.tell(
            Notice(
                .deploymentFailed, deployment.pipeline, "model \(deployment.version) is not live: \(reason)",
                run: deployment.run, version: deployment.version))
        if let run = deployment.run { end(run, .failed(reason), &turn) }
        deployNext(of: deployment.pipeline, &turn)
    }

    private mutating func close(
        _ id: DeploymentID, _ state: Deployment.State, _ turn: inout Turn
    ) -> Deployment? {
        guard var deployment = openDeployments.removeValue(forKey: id) else { return nil }
        deployment.state = state
        deployment.endedAt = turn.now
        turn.touch(deployment.pipeline)
        turn.record(.putDeployment(deployment))
        return deployment
    }

    private mutating func promote(_ deployment: Deployment, _ turn: inout Turn) {
        guard var state = pipelines[deployment.pipeline] else { return }
        let former = state.formerChampions.first { $0.version == deployment.version }
        let metrics = deployment.run.flatMap { runs[$0]?.candidate?.metrics } ?? former?.metrics ?? []
        let outgoing = state.champion
        state.formerChampions.removeAll { $0.version == deployment.version }
        if deployment.action == .deploy, let outgoing { state.formerChampions.append(outgoing) }
        if deployment.action == .rollback { state.forgetFormer(after: former) }
        state.formerChampions = Array(state.formerChampions.suffix(Self.formerChampionsKept))
        state.champion = PipelineState.Champion(
            version: deployment.version, digest: deployment.digest, metrics: metrics, promotedAt: turn.now)
        pipelines[deployment.pipeline] = state
        turn.record(.putAlias(deployment.pipeline, alias: "champion", deployment.version))
        turn.record(.putAlias(deployment.pipeline, alias: "previous", state.formerChampions.last?.version))
        dropLatches(of: deployment.pipeline, .withdrawn("\(deployment.version) was promoted"), &turn, where: \.isModelAge)
    }

    private mutating func succeed(_ id: RunID, _ turn: inout Turn) {
        guard let run = runs[id] else { return }
        turn.record(.useFiles(run.pipeline, id, run.cutoffs))
        end(id, .succeeded, &turn)
    }
}

extension PipelineState {
    /// After a rollback the next one goes further back, never to and fro.
    mutating func forgetFormer(after former: Champion?) {
        guard let former else { return }
        formerChampions.removeAll { $0.promotedAt.wall > former.promotedAt.wall }
    }
}
