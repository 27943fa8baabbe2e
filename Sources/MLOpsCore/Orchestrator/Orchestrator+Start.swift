import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Turns a request into a run: one decision, every piece of its evidence consumed, all inputs pinned.
    mutating func start(_ request: RunRequest, of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let definition = pipelines[pipeline].definition?.definition else { return }
        counters.run += 1
        let id = RunID(counters.run)
        let decision = recordStart(of: id, for: request, definition, &turn)
        let run = Run(
            id: id, pipeline: definition.name, definition: definition.id, request: request, decision: decision,
            startedAt: turn.now, steps: initialSteps(of: definition, for: request),
            cutoffs: request.cutoffs ?? cutoffs(definition, pipelines[pipeline].state),
            champion: pipelines[pipeline].state.champion?.version)
        pipelines[pipeline].runs.append(run)
        runOwners[id] = pipeline
        noteStart(of: request, pipeline, &turn)
        turn.record(.settleMerged(request.id, .consumed(id)))
        turn.record(.endRequest(request.id, .started(id)))
        turn.record(.putRun(run))
        turn.perform(.freezeManifest(run, definition))
        turn.tell(
            Notice(.runStarted, definition.name, "run \(id) starts: \(request.reason)",
                trigger: request.causes.first?.trigger, run: id, decision: decision))
    }

    private mutating func recordStart(
        of id: RunID, for request: RunRequest, _ definition: PipelineDefinition, _ turn: inout Turn
    ) -> DecisionID {
        let causes = request.causes.map {
            Explanation(subject: $0.trigger?.text ?? "on demand", verdict: .true, text: $0.reason)
        }
        let explanation = Explanation(
            subject: "start of \(id)", verdict: .true, text: request.reason, children: causes)
        let key = dedupeKey(for: request, definition)
        return decide(
            .start, definition.name, request.causes.first?.trigger, "run \(id) started: \(request.reason)", explanation,
            &turn
        ) {
            $0.request = request.id
            $0.run = id
            $0.dedupeKey = key
        }
    }

    /// Equal for two starts only if they rest on the same evidence under the same definition.
    private func dedupeKey(for request: RunRequest, _ definition: PipelineDefinition) -> String {
        let causes = request.causes.map { "\($0.trigger?.text ?? "demand")@\($0.lastEvidence)" }.sorted()
        return "\(definition.name)|\(definition.id)|\(causes.joined(separator: ","))"
    }

    private func cutoffs(_ definition: PipelineDefinition, _ state: PipelineState) -> [Run.Cutoff] {
        definition.datasets.map {
            Run.Cutoff(dataset: $0.name, sequence: state.datasets[$0.name]?.lastSequence ?? 0)
        }
    }

    private func initialSteps(of definition: PipelineDefinition, for request: RunRequest) -> [StepRun] {
        let again = request.retryFrom.map { definition.steps(from: $0) }
        return definition.steps.map { step in
            let isReused = again.map { !$0.contains(step.name) } ?? false
            return StepRun(name: step.name, state: isReused ? .reused : .waiting)
        }
    }

    private mutating func noteStart(of request: RunRequest, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        change(pipeline, &turn)
        pipelines[pipeline].state.requests.removeAll { $0.id == request.id }
        pipelines[pipeline].state.lastStart = turn.now
        let day = turn.now.wall - .seconds(86_400)
        pipelines[pipeline].state.recentStarts.removeAll { $0 <= day }
        pipelines[pipeline].state.recentStarts.append(turn.now.wall)
        pipelines[pipeline].state.usedFingerprint = pipelines[pipeline].state.fingerprint
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
