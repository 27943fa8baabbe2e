import Dispatch
import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Attempts at steps.
extension Dispatcher {
    /// Returns what is known of every unfinished attempt of the runs.
    ///
    /// What can not be found out is taken for running: a second start and an invented end are both worse than a wait.
    func observations(of active: [Run]) -> [AttemptObservation] {
        active.flatMap { run in
            run.steps.filter(\.isUnderWay).map { step in
                let attempt = AttemptID(run: run.id, step: step.name, number: step.attempts)
                return AttemptObservation(attempt: attempt, state: state(of: attempt, in: run))
            }
        }
    }

    /// A claim is not made durable: after the machine went down, nobody knows of an attempt without one, or with a torn
    /// one, how far it came.
    private func state(of attempt: AttemptID, in run: Run) -> AttemptObservation.State {
        let state = state(of: attempt)
        guard state == .notStarted || state == .ended(AttemptEnd(kind: .lost)), !runs.isOfThisBoot(run.id) else {
            return state
        }
        return .ended(AttemptEnd(kind: .interrupted))
    }

    /// Waits for the ends of the attempts that run.
    ///
    /// Call it after the observations were sent.
    func adopt(_ observations: [AttemptObservation]) {
        for observation in observations where observation.state == .running {
            runs.keepOpen(for: observation.attempt)
            attempts.async { [self] in follow(observation.attempt) }
        }
    }

    /// Starts the attempt here where all that it needs is there: to wake another thread takes longer than to hand it over.
    func start(_ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition) {
        if early.isOutdated(run.id) {
            executor.abandonPrepared()
            return answer(.inputsOutdated(attempt))
        }
        if startPrepared(attempt, run, pipeline) { return }
        let needsUnit = StepUnit(for: step, of: pipeline, own: stepUser) != nil
        if executor.isReady, !needsUnit, runs.isOfThisBoot(run.id) { return submit(attempt, run, step, pipeline) }
        attempts.async { [self] in renewAndSubmit(attempt, run, step, pipeline) }
    }

    private func renewAndSubmit(
        _ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) {
        // Found by another attempt that was to begin the run.
        guard !early.isOutdated(run.id) else { return answer(.inputsOutdated(attempt)) }
        do throws(RunError) {
            try runs.renew(run, pipeline)
            submit(attempt, run, step, pipeline)
        } catch {
            guard error.code == .inputsOutdated, run.hasBegunNothing else { return tell(attempt, failedToStart: error) }
            early.distrust(run.id)
            answer(.inputsOutdated(attempt))
        }
    }

    /// Returns whether the attempt was ready, and so needs nothing else to be started.
    private func startPrepared(_ attempt: AttemptID, _ run: Run, _ pipeline: PipelineDefinition) -> Bool {
        do throws(RunError) {
            guard let state = try executor.submitPrepared(attempt) else { return false }
            attend(attempt, state, run, pipeline)
        } catch {
            tell(attempt, failedToStart: error)
        }
        return true
    }

    private func submit(
        _ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) {
        do throws(RunError) {
            attend(attempt, try executor.submit(runs.job(for: attempt, run, step, pipeline)), run, pipeline)
        } catch {
            tell(attempt, failedToStart: error)
        }
    }

    private func attend(_ attempt: AttemptID, _ state: AttemptState, _ run: Run, _ pipeline: PipelineDefinition) {
        follow(attempt)
        runs.renewSpare()
        background.asyncAfter(deadline: .now() + Self.headStart) { [self] in
            if state != .queued, active.withLock({ $0.contains(.awaiting(attempt)) }) {
                answer(.attemptStarted(attempt))
            }
            try? recordInputs(of: run)  // What fails is tried again, and told, when the outputs are collected.
            surveyEnvironment(of: run, pipeline)
        }
    }

    private func tell(_ attempt: AttemptID, failedToStart error: RunError) {
        runs.close(after: attempt)
        answer(.attemptEnded(attempt, AttemptEnd(kind: .failedToStart(reason: error.description))))
    }

    func cancel(_ attempt: AttemptID) {
        guard state(of: attempt) != .notStarted else {
            runs.close(after: attempt)
            return answer(.attemptEnded(attempt, AttemptEnd(kind: .cancelled)))
        }
        follow(attempt)
        executor.cancel(attempt)
    }

    private func follow(_ attempt: AttemptID) {
        guard active.withLock({ $0.insert(.awaiting(attempt)).inserted }) else { return }
        executor.collect(attempt) { [self] end in
            active.withLock { _ = $0.remove(.awaiting(attempt)) }
            runs.close(after: attempt)
            answer(.attemptEnded(attempt, end))
            guard end.kind == .exited(code: 0) else { return }
            background.async { [self] in runs.secureOutputs(of: attempt) }
        }
    }

    private func state(of attempt: AttemptID) -> AttemptObservation.State {
        do throws(RunError) {
            return switch try executor.observe(attempt) {
            case .unknown: .notStarted
            case .exited(let end): .ended(end)
            case .queued, .running: .running
            }
        } catch {
            return .running
        }
    }
}

extension StepRun {
    /// Whether the executor may know of its newest attempt.
    fileprivate var isUnderWay: Bool { state == .starting || state == .running }
}
