import MLOpsCore
import Synchronization

/// What a run reads and leaves.
extension Dispatcher {
    func freeze(_ run: Run, _ pipeline: PipelineDefinition) -> Event {
        early.forget(run.id)
        do throws(RunError) {
            return .manifestFrozen(run.id, try runs.freeze(run, pipeline))
        } catch {
            return .manifestFailed(run.id, reason: error.description)
        }
    }

    func collect(_ run: Run, _ pipeline: PipelineDefinition) -> Event {
        do throws(RunError) {
            let doubt = try doubt(about: run, pipeline)
            var outputs = try collector.collect(run, pipeline, in: runs.directory(of: run.id))
            if let doubt { outputs.taints.append(doubt) }
            return .outputsCollected(run.id, outputs.candidate, taints: outputs.taints)
        } catch {
            return .outputsRejected(run.id, reason: error.description)
        }
    }

    /// Returns why the inputs can not be trusted or traced; throws when that is true of the outputs.
    private func doubt(about run: Run, _ pipeline: PipelineDefinition) throws(RunError) -> String? {
        do {
            try runs.renew(run, pipeline)
            try recordInputs(of: run)
            return nil
        } catch {
            guard error.code != .unusableOutput else { throw error }
            return error.description
        }
    }

    /// Does nothing where it was done or is being done.
    func recordInputs(of run: Run) throws(RunError) {
        guard active.withLock({ $0.insert(.recording(run.id)).inserted }) else { return }
        defer { active.withLock { _ = $0.remove(.recording(run.id)) } }
        try runs.record(run)
    }

    func surveyEnvironment(of run: Run, _ pipeline: PipelineDefinition) {
        guard active.withLock({ $0.insert(.surveying(run.id)).inserted }) else { return }
        defer { active.withLock { _ = $0.remove(.surveying(run.id)) } }
        environments.perform(run, pipeline, in: runs.directory(of: run.id))
    }

    func storeModel(of run: Run, _ version: ModelVersionID, _ digest: String) -> Event {
        do throws(RunError) {
            let directory = runs.directory(of: run.id)
            try store.store(version, digest: digest, from: directory.model, limits: collector.limits)
            try evaluations.keep(version, from: directory)
            return .modelStored(run.id)
        } catch {
            return notStored(run, version, error)
        }
    }

    private func notStored(_ run: Run, _ version: ModelVersionID, _ error: RunError) -> Event {
        guard error.code == .takenNumber else { return .modelStoreFailed(run.id, reason: error.description) }
        do throws(RunError) {
            return .modelNumberTaken(run.id, version, free: try store.freeNumber(after: version))
        } catch {
            return .modelStoreFailed(run.id, reason: error.description)
        }
    }

    func judgeCandidate(of run: Run, _ pipeline: PipelineDefinition, against champion: ModelVersionID?) -> Event {
        let directory = runs.directory(of: run.id)
        let measurements = judge.measurements(for: run, pipeline, champion: champion, in: directory)
        return .candidateJudged(run.id, against: champion, measurements)
    }
}
