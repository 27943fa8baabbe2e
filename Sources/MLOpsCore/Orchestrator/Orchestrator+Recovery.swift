import OrderedCollections

extension Orchestrator {
    /// Picks up every run where the record says it was.
    ///
    /// Commands whose answer is missing are issued again; what the
    /// executor says of an attempt is applied as if it had just been reported.
    mutating func recover(_ observations: [AttemptObservation], _ turn: inout Turn) {
        isRecovered = true
        for id in runOwners.keys { recover(id, observations, &turn) }
        for deployment in openDeployments.values { turn.perform(deployment.command) }
        for pipeline in pipelines.indices {
            judgeLater(pipeline, &turn)
            deployNext(of: pipeline, &turn)
        }
    }

    private mutating func recover(_ id: RunID, _ observations: [AttemptObservation], _ turn: inout Turn) {
        guard let place = place(of: id) else { return }
        let run = shared(place)
        guard let definition = definitions[run.definition]?.shared else {
            end(place, .failed("its definition \(run.definition) is not readable any more"), &turn)
            return
        }
        switch run.phase {
        case .freezing: turn.perform(.freezeManifest(run, definition))
        case .running: recoverSteps(of: run, definition, observations, &turn)
        case .collecting: turn.perform(.collectOutputs(run, definition))
        case .registering:
            guard let version = run.version, let digest = run.candidate?.digest else { return }
            turn.perform(.storeModel(run, version, digest: digest))
        case .judging: judge(place, &turn)
        case .deploying, .ended: break
        }
    }

    private mutating func recoverSteps(
        of run: Shared<Run>, _ definition: Shared<PipelineDefinition>, _ observations: [AttemptObservation],
        _ turn: inout Turn
    ) {
        for step in run.steps where step.state == .starting || step.state == .running {
            let attempt = AttemptID(run: run.id, step: step.name, number: step.attempts)
            // Every attempt of the record as it was read is observed: one that is not was begun since, when the commit
            // of the first recovery failed and what had waited for it came before the second. Not found is not lost.
            let observed = observations.first { $0.attempt == attempt }?.state ?? .notStarted
            switch observed {
            case .notStarted: restart(attempt, step, run, definition, &turn)
            case .running:
                attemptStarted(attempt, &turn)
                if run.cancellation != nil { turn.perform(.cancelAttempt(attempt)) }
            case .ended(let end): attemptEnded(attempt, end, &turn)
            }
        }
        if let place = place(of: run.id) { advance(place, &turn) }
    }

    /// The start was committed and never reached the executor: it is made now, under the same id.
    private mutating func restart(
        _ attempt: AttemptID, _ step: StepRun, _ run: Shared<Run>, _ definition: Shared<PipelineDefinition>,
        _ turn: inout Turn
    ) {
        if run.cancellation != nil {
            attemptEnded(attempt, AttemptEnd(kind: .cancelled), &turn)
        } else if let stepDefinition = definition.steps.first(where: { $0.name == step.name }) {
            turn.perform(.startAttempt(attempt, run, stepDefinition, definition))
        }
    }
}
