import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Turns a request into a run: one decision, every piece of its evidence consumed, all inputs pinned.
    mutating func start(_ request: Shared<RunRequest>, of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let prepared = pipelines[pipeline].definition else { return }
        counters.run += 1
        let id = RunID(counters.run)
        let text = String(line: "run \(id) starts: \(request.causes.reason)")
        let decision = recordStart(of: id, for: request, text, prepared, &turn)
        let run = Shared(
            Run(
                id: id, pipeline: request.pipeline, definition: prepared.definition.id, request: request,
                decision: decision, startedAt: turn.now, steps: prepared.initialSteps(for: request),
                cutoffs: request.cutoffs ?? cutoffs(of: prepared.datasets, pipeline),
                champion: champion(of: pipeline)))
        runOwners[id] = pipeline
        pipelines[pipeline].state.noteStart(of: request.id, at: turn.now)
        change(pipeline, &turn)
        turn.record(.settleMerged(request.id, .consumed(id)))
        turn.record(.endRequest(request.id, .started(id)))
        turn.record(.putRun(run))
        turn.perform(.freezeManifest(run, prepared.shared))
        pipelines[pipeline].runs.append(run)
        turn.tell(
            Notice(
                .runStarted, request.pipeline, text, trigger: request.causes.first?.trigger, run: id,
                decision: decision))
    }

    /// All that is there now.
    private func cutoffs(of datasets: [DatasetName], _ pipeline: PipelineIndex) -> [Run.Cutoff] {
        datasets.map { dataset in
            Run.Cutoff(
                dataset: dataset, sequence: pipelines[pipeline].state.datasets[dataset].map(\.lastSequence) ?? 0)
        }
    }

    private mutating func recordStart(
        of id: RunID, for request: Shared<RunRequest>, _ text: String, _ prepared: PreparedDefinition,
        _ turn: inout Turn
    ) -> DecisionID {
        let causes = request.causes.map {
            Explanation(subject: $0.trigger?.text ?? "on demand", verdict: .true, text: $0.reason)
        }
        let explanation = Explanation(
            subject: String(line: "start of \(id)"), verdict: .true, text: request.causes.reason, children: causes)
        return decide(
            .start, request.pipeline, request.causes.first?.trigger, text, explanation, request: request.id, run: id,
            dedupeKey: prepared.dedupeKey(for: request), &turn)
    }
}

extension PipelineState {
    /// A request became a run.
    fileprivate mutating func noteStart(of request: RequestID, at now: Moment) {
        if let index = requests.firstIndex(where: { $0.id == request }) { requests.remove(at: index) }
        lastStart = now
        recentStarts.note(now.wall)
        usedFingerprint = fingerprint
    }
}

extension Line.Parts {
    fileprivate mutating func appendInterpolation(key cause: RunRequest.Cause) {
        append(cause.trigger?.text ?? "demand")
        appendLiteral("@")
        appendInterpolation(cause.lastEvidence)
    }
}

extension PreparedDefinition {
    /// Equal for two starts only if they rest on the same evidence under the same definition.
    fileprivate func dedupeKey(for request: Shared<RunRequest>) -> String {
        let causes = request.causes
        if causes.count == 1 {
            return String(line: "\(definition.name)|\(definition.id)|\(key: causes[0])")
        }
        let keys = causes.map { String(line: "\(key: $0)") }
        return String(line: "\(definition.name)|\(definition.id)|\(keys.sorted().joined(separator: ","))")
    }

    fileprivate func initialSteps(for request: Shared<RunRequest>) -> [StepRun] {
        let again = request.retryFrom.map { definition.steps(from: $0) }
        return definition.steps.map { step in
            let isReused = again.map { !$0.contains(step.name) } ?? false
            return StepRun(name: step.name, state: isReused ? .reused : .waiting)
        }
    }
}

extension PipelineDefinition {
    /// The step and all that need it, directly or not.
    func steps(from first: StepName) -> [StepName] {
        var again = [first]
        for step in steps where step.needs.contains(where: again.contains) && !again.contains(step.name) {
            again.append(step.name)
        }
        return again
    }
}
