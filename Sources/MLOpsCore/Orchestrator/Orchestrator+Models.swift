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
        turn.perform(.storeModel(shared(place), version, digest: digest))
    }

    /// What stands there was registered by another record than this one: it stays, and this model takes the next number.
    mutating func modelNumberTaken(_ id: RunID, _ taken: ModelVersionID, _ free: Int64, _ turn: inout Turn) {
        guard let place = place(of: id), self[place].phase == .registering, self[place].version == taken,
            free > taken.number, let digest = self[place].candidate?.digest
        else { return }
        pipelines[place.pipeline].state.lastVersion = free - 1
        register(place, digest, &turn)
        let version = ModelVersionID(pipeline: taken.pipeline, number: free)
        turn.tell(
            Notice(
                .numberSkipped, taken.pipeline,
                "files that the record does not know stand under \(taken), and stay; the model of run \(id) becomes "
                    + "\(version)", run: id, version: version))
    }

    mutating func modelStored(_ id: RunID, _ turn: inout Turn) {
        guard let place = place(of: id), self[place].phase == .registering else { return }
        self[place].phase = .judging
        judge(place, &turn)
    }

    /// Has measured what the gates ask for; without gates there is nothing to measure.
    mutating func judge(_ place: RunPlace, _ turn: inout Turn) {
        guard let prepared = definition(of: place), !prepared.gates.isEmpty else {
            return judged(place, [], &turn)
        }
        save(place, &turn)
        turn.perform(.judgeCandidate(shared(place), prepared.shared, champion: champion(of: place.pipeline)))
    }

    /// Takes the measurements into account unless there is another champion by now: then they are made again.
    mutating func candidateJudged(
        _ id: RunID, against champion: ModelVersionID?, _ measurements: [GateMeasurement], _ turn: inout Turn
    ) {
        guard let place = place(of: id) else { return }
        let phase = self[place].phase
        guard phase == .judging || phase == .deploying && !isBeingDeployed(place) else { return }
        guard champion == self.champion(of: place.pipeline) else { return judge(place, &turn) }
        phase == .judging ? judged(place, measurements, &turn) : judgedAgain(place, measurements, &turn)
    }

    private mutating func judged(_ place: RunPlace, _ measurements: [GateMeasurement], _ turn: inout Turn) {
        guard let version = self[place].version, let candidate = self[place].candidate, let digest = candidate.digest
        else { return }
        let id = self[place].id
        evaluateGates(of: place, measurements)
        let (isForShadow, needsApproval) = (isForShadow(place), needsApproval(place))
        let status = self[place].gates.status(isHeld: isForShadow || needsApproval)
        turn.record(
            .putVersion(
                ModelVersion(
                    id: version, run: id, digest: digest, files: candidate.files, bytes: candidate.bytes,
                    metrics: candidate.metrics, status: status, registeredAt: turn.now)))
        turn.tell(
            Notice(
                .modelRegistered, version.pipeline, String(line: "model \(version) is registered"), run: id,
                version: version))
        if let refusal = self[place].gates.refusal { return end(place, .refused(refusal), &turn) }
        if isForShadow {
            beginShadow(of: place, version, digest, &turn)
            return succeed(place, &turn)
        }
        if needsApproval {
            holdForApproval(version, place.pipeline, run: id, &turn)
            return succeed(place, &turn)
        }
        self[place].phase = .deploying
        save(place, &turn)
        deployNext(of: place.pipeline, &turn)
    }

    private func needsApproval(_ place: RunPlace) -> Bool {
        definition(of: place)?.needsApproval == true
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
        let prepared = definition(of: place)
        var taints = self[place].taints
        // Asked for before: what is asked for in the midst of a call has the whole of `self` copied for it.
        let digest = self[place].candidate.flatMap(\.digest)
        if let bad = badReason(digest, place.pipeline) { taints.append(bad) }
        let evaluation = GateEvaluation(
            metrics: self[place].candidate.map(\.metrics) ?? [], champion: pipelines[place.pipeline].state.champion,
            taints: taints, policy: prepared?.definition.gatePolicy ?? GatePolicy())
        self[place].gates = evaluation.results(of: prepared?.gates ?? [], measurements)
        self[place].comparedWith = champion(of: place.pipeline)
    }

    /// Starts the deployment of the first run that waits for it; two deployments of a pipeline never interleave.
    mutating func deployNext(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard !isDeploying(pipeline),
            let position = pipelines[pipeline].runs.firstIndex(where: { $0.phase == .deploying })
        else { return }
        let place = RunPlace(pipeline: pipeline, position: position)
        guard let version = self[place].version, let digest = self[place].candidate.flatMap(\.digest) else { return }
        // It may have been taken back as another version while this one waited.
        if let bad = badReason(digest, pipeline) {
            end(place, .refused(bad), &turn)
            return deployNext(of: pipeline, &turn)
        }
        if self[place].comparedWith != champion(of: pipeline),
            definition(of: place)?.gates.isEmpty == false
        {
            return judge(place, &turn)
        }
        let (run, reason) = (self[place].id, self[place].request.causes.reason)
        deploy(version, digest, .deploy, of: pipeline, run: run, by: .daemon, reason: reason, &turn)
    }

    private func isBeingDeployed(_ place: RunPlace) -> Bool {
        let run = self[place].id
        return openDeployments.values.contains { $0.run == run }
    }

    func isDeploying(_ pipeline: PipelineIndex) -> Bool {
        let name = pipelines[pipeline].state.name
        return openDeployments.values.contains { $0.pipeline == name }
    }

    mutating func succeed(_ place: RunPlace, _ turn: inout Turn) {
        turn.record(.useFiles(self[place].pipeline, self[place].id, self[place].cutoffs))
        end(place, .succeeded, &turn)
    }
}
