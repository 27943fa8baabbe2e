extension Orchestrator {
    mutating func manifestFrozen(_ id: RunID, _ summary: ManifestSummary, _ turn: inout Turn) {
        guard let place = place(of: id), self[place].phase == .freezing else { return }
        self[place].manifest = summary
        self[place].phase = .running
        advance(place, &turn)
    }

    /// Has the run's files listed again before a step reads them.
    mutating func inputsOutdated(_ attempt: AttemptID, _ turn: inout Turn) {
        guard let place = place(of: attempt.run), self[place].current(attempt) != nil,
            self[place].cancellation == nil, self[place].hasBegunNothing, let prepared = definition(of: place)
        else { return }
        for attempt in self[place].takeBackStarts() { tellOfAnother(attempt, of: place, &turn) }
        self[place].manifest = nil
        self[place].phase = .freezing
        save(place, &turn)
        turn.perform(.freezeManifest(shared(place), prepared.shared))
    }

    private func tellOfAnother(_ attempt: AttemptID, of place: RunPlace, _ turn: inout Turn) {
        let reason = "its inputs changed before it began; they are listed again"
        let end = AttemptEnd(kind: .failedToStart(reason: reason))
        let pipeline = self[place].pipeline
        turn.record(.putAttempt(AttemptRecord(id: attempt, pipeline: pipeline, intendedAt: turn.now.wall, end: end)))
        turn.tell(
            Notice(
                .attemptRetrying, pipeline,
                "step \"\(attempt.step)\" could not be started: \(reason) in run \(attempt.run)", run: attempt.run,
                step: attempt.step, end: Notice.End(outcome: end.kind.word, microseconds: end.microseconds)))
    }
}

extension Run {
    /// Whether no step can have read anything yet.
    package var hasBegunNothing: Bool {
        steps.indices.allSatisfy { steps[$0].state == .waiting || steps[$0].state == .starting }
    }

    /// Has the steps that were about to start wait, each for its next attempt.
    fileprivate mutating func takeBackStarts() -> [AttemptID] {
        let starting = steps.indices.filter { steps[$0].state == .starting }
        for index in starting { steps[index].state = .waiting }
        return starting.map { AttemptID(run: id, step: steps[$0].name, number: steps[$0].attempts) }
    }
}
