import MLOpsCore
import MLOpsLinux

/// Lays out what a run and each of its attempts need before they can start.
struct RunPreparation: Sendable {
    private let state: String
    private let freezer: ManifestFreezer
    private let base: BaseEnvironment
    private let store: ModelStore

    init(state: String, freezer: ManifestFreezer, base: BaseEnvironment, store: ModelStore) {
        self.state = state
        self.freezer = freezer
        self.base = base
        self.store = store
    }

    func directory(of run: RunID) -> RunDirectory { RunDirectory(state: state, run: run) }

    func freeze(_ run: Run, _ pipeline: PipelineDefinition) throws(RunError) -> ManifestSummary {
        if let earlier = run.request.retryOf, run.request.retryFrom != nil {
            try RunTakeover(earlier: directory(of: earlier), later: directory(of: run.id)).perform()
        }
        return try freezer.freeze(run, pipeline, in: directory(of: run.id))
    }

    /// Makes the manifest's files again if the machine was rebooted since they were written, because nothing had made
    /// them durable.
    ///
    /// Returns why they can not be what they were, nil when they are.
    func renew(_ run: Run, _ pipeline: PipelineDefinition) -> String? {
        let directory = directory(of: run.id)
        guard !InputIndex.isCurrent(directory.inputs, boot: freezer.boot) else { return nil }
        do throws(RunError) {
            let summary = try freezer.freeze(run, pipeline, in: directory)
            guard summary.digest != run.manifest?.digest else { return nil }
            return "the inputs are not what was frozen before the machine was rebooted"
        } catch {
            return error.description
        }
    }

    /// Returns the attempt with everything that its executor needs.
    ///
    /// - Throws: `unusableDefinition` when the step can not be started as defined, `inputChanged` when its inputs are
    ///   not what was frozen.
    func job(
        for attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) throws(RunError) -> StepJob {
        if let user = pipeline.user, user != base.user {
            throw RunError(
                .unusableDefinition,
                """
                cannot start the step as user "\(UntrustedText.escape(user))": the process executor runs every step as \
                "\(base.user)"
                """)
        }
        if let doubt = renew(run, pipeline) { throw RunError(.inputChanged, doubt) }
        let environment = try StepEnvironment(
            for: attempt, of: run, pipeline, in: directory(of: run.id), champion: run.champion.map(store.directory),
            base: base)
        return StepJob(
            attempt: attempt, arguments: try StepArguments(step.program, Parameters(pipeline, run)).list,
            environment: environment.entries, workingDirectory: pipeline.directory, timeout: step.timeout,
            stopTimeout: step.stopTimeout)
    }
}
