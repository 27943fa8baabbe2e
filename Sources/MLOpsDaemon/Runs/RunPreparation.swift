import Glibc
import MLOpsConfig
import MLOpsCore
import MLOpsLinux

/// Lays out what a run and each of its attempts need before they can start.
struct RunPreparation: Sendable {
    private let state: String
    private let freezer: ManifestFreezer
    private let base: BaseEnvironment
    private let store: ModelStore
    private let spare: SpareDirectory
    private let devices = LocalDevices()
    private let rights: RunAccess

    init(state: String, freezer: ManifestFreezer, base: BaseEnvironment, store: ModelStore) {
        self.state = state
        self.freezer = freezer
        self.base = base
        self.store = store
        rights = RunAccess(base: base, state: state)
        spare = SpareDirectory(state: state)
        spare.renew()
    }

    func directory(of run: RunID) -> RunDirectory { RunDirectory(state: state, run: run) }

    func freeze(_ run: Run, _ pipeline: PipelineDefinition) throws(RunError) -> ManifestSummary {
        let directory = directory(of: run.id)
        do throws(LinuxError) { try spare.place(at: directory) } catch { throw RunError(error) }
        if let earlier = run.request.retryOf, run.request.retryFrom != nil {
            try RunTakeover(run: earlier, earlier: self.directory(of: earlier), later: directory).perform()
            secure(.takeover, in: directory)
        }
        defer { spare.renew() }
        devices.learn(from: pipeline.datasets)
        return try freezer.freeze(run, pipeline, in: directory)
    }

    /// Finds the files of a run that is decided and not committed, if that is quick; nil: it is not.
    ///
    /// - Parameters:
    ///   - mutations: what is decided and not committed, in order.
    ///   - check: given the files, of which those whose content is known were not looked at.
    func listEarly(
        _ run: Run, _ pipeline: PipelineDefinition, after mutations: [Mutation],
        checking check: @escaping ManifestFreezer.Check
    ) throws(RunError) -> SmallManifest? {
        // What was listed early and was not so is listed in full.
        guard run.request.retryOf == nil, run.steps.allSatisfy({ $0.attempts == 0 }) else { return nil }
        do {
            guard
                let record = try UncommittedRecord(
                    of: run, pipeline.datasets, in: freezer.record, after: mutations, on: devices.known)
            else { return nil }
            return try ManifestFreezer(record: record, boot: freezer.boot, check: check).list(run, pipeline)
        } catch {
            throw RunError(error)
        }
    }

    /// Gives a run that is not committed its directory, which means nothing before the commit.
    ///
    /// One that is there already is left from a decision that could not be committed, and goes.
    func place(_ run: Run) throws(RunError) {
        let directory = directory(of: run.id)
        do throws(LinuxError) {
            if access(directory.path, F_OK) == 0 { try TreeRemoval.remove(directory.path) }
            try spare.place(at: directory)
        } catch {
            throw RunError(error)
        }
    }

    /// Lays out the files that were listed early.
    func layOut(_ manifest: SmallManifest, of run: Run) throws(RunError) {
        try freezer.write(manifest, of: run, in: directory(of: run.id))
    }

    /// Makes ready what the next run takes.
    func renewSpare() { spare.renew() }

    /// Whether the run's directory is of this boot: what nothing made durable is there all the same.
    func isOfThisBoot(_ run: RunID) -> Bool {
        InputIndex.isCurrent(directory(of: run).inputs, boot: freezer.boot)
    }

    /// Puts the run's inputs into the record, once.
    func record(_ run: Run) throws(RunError) {
        try InputRecorder(record: freezer.record).perform(run, in: directory(of: run.id))
    }

    /// Brings to the disk what an attempt that succeeded left.
    func secureOutputs(of attempt: AttemptID) { secure(.attempt(attempt), in: directory(of: attempt.run)) }

    private func secure(_ mark: OutputDurability.Mark, in directory: RunDirectory) {
        do throws(LinuxError) {
            try OutputDurability(directory: directory).secure(mark)
        } catch {
            // Without the mark a run that survives a reboot is not gone on with; nothing else depends on it.
        }
    }

    /// After a reboot, makes sure of what nothing had made durable: the manifest's files are made again, and what
    /// earlier steps left must have reached the disk.
    ///
    /// - Throws: `unusableOutput` when a step's outputs may be incomplete, `inputChanged` when the inputs are not what
    ///   was frozen, `inputsOutdated` when they are not what was listed early and never laid out.
    func renew(_ run: Run, _ pipeline: PipelineDefinition) throws(RunError) {
        let directory = directory(of: run.id)
        guard !isOfThisBoot(run.id) else { return }
        let wasLaidOut = access(directory.inputs, F_OK) == 0
        if let step = OutputDurability(directory: directory).unsecuredStep(of: run) {
            throw RunError(
                .unusableOutput,
                """
                cannot go on with run \(run.id): the machine went down before what step "\(step)" left was on the disk; \
                retry the run
                """)
        }
        guard try freezer.freeze(run, pipeline, in: directory).digest == run.manifest?.digest else {
            guard wasLaidOut else {
                throw RunError(.inputsOutdated, "cannot go on with run \(run.id): its inputs changed before it began")
            }
            throw RunError(
                .inputChanged,
                "cannot go on with run \(run.id): its inputs are not what was frozen before the machine was rebooted")
        }
    }

    /// Whether steps are of another user than the daemon.
    func isOfOther(_ pipeline: PipelineDefinition) -> Bool { rights.isOfOther(pipeline) }

    /// Notes that an attempt, which an earlier daemon may have started, needs its run's files.
    func keepOpen(for attempt: AttemptID) { rights.keepOpen(for: attempt) }

    /// Closes the run's files to its user once no attempt of it is left that needs them.
    func close(after attempt: AttemptID) { rights.close(after: attempt, directory(of: attempt.run)) }

    /// Returns the attempt with everything that its executor needs.
    ///
    /// The run's directory must be of this boot, or renewed.
    ///
    /// - Throws: `unusableDefinition` when the step can not be started as defined.
    func job(
        for attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition
    ) throws(RunError) -> StepJob {
        try rights.open(for: attempt, pipeline, directory(of: run.id))
        let environment = try StepEnvironment(
            for: attempt, of: run, pipeline, in: directory(of: run.id), champion: run.champion.map(store.directory),
            base: base)
        return StepJob(
            attempt: attempt, arguments: try StepArguments(step.program, Parameters(pipeline, run)).list,
            environment: environment.entries, workingDirectory: pipeline.directory, timeout: step.timeout,
            stopTimeout: step.stopTimeout, unit: StepUnit(for: step, of: pipeline, own: base.stepUser),
            accelerators: step.resources?.accelerators ?? 0)
    }
}
