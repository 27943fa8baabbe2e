import Dispatch
import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// Runs again what a run did, beside everything else: nothing of it is recorded, judged or deployed.
///
/// One at a time; what it was doing when the daemon ends is lost, and can be asked for again.
final class Reproducer: Sendable {
    /// Where definitions come from that are not in force any more.
    typealias Definitions = @Sendable (_ source: String, PipelineName) throws -> PipelineDefinition

    /// Below the state directory; a reproduction is kept as long as its run.
    static let folder = "reproductions"

    private static let longestStep = Duration.seconds(24 * 3600)
    /// Bytes of a list of files.
    private static let longestList = 1 << 30
    /// Reproductions whose answers are kept.
    private static let kept = 100

    private let state: String
    private let store: SQLiteMetadataStore
    private let models: ModelStore
    let base: BaseEnvironment
    private let units: CommandUnits?
    private let reading: EnvironmentReading
    private let definitions: Definitions
    private let now: @Sendable () -> Moment
    private let answers = Mutex<[(run: RunID, answer: ReproductionResponse)]>([])
    private let queue = DispatchQueue(label: "mlopsd.reproductions", qos: .utility)

    /// - Parameter state: the daemon's state directory, without symbolic links.
    init(
        state: String, store: SQLiteMetadataStore, base: BaseEnvironment, units: CommandUnits? = nil,
        definitions: @escaping Definitions, now: @escaping @Sendable () -> Moment
    ) {
        self.state = state
        self.store = store
        self.base = base
        self.units = units
        self.definitions = definitions
        self.now = now
        models = ModelStore(state: state)
        reading = EnvironmentReading(base: base, interpreters: InterpreterCensus(units: units))
    }

    /// How far the newest reproduction of the run is; nil: none was asked for.
    func answer(of run: RunID) -> ReproductionResponse? {
        answers.withLock { $0.last { $0.run == run }?.answer }
    }

    /// Begins, unless the same is being done already.
    func begin(_ run: Run) -> ReproductionResponse {
        let (answer, isNew) = answers.withLock { answers in
            if let known = answers.last(where: { $0.run == run.id })?.answer, known.state == .running {
                return (known, false)
            }
            let answer = ReproductionResponse(
                run: run.id.description, state: .running, startedAt: Timestamp(now()),
                directory: directory(of: run.id).path)
            answers.removeAll { $0.run == run.id }
            if answers.count >= Self.kept { answers.removeFirst() }
            answers.append((run.id, answer))
            return (answer, true)
        }
        if isNew { queue.async { [self] in perform(run) } }
        return answer
    }

    private func directory(of run: RunID) -> RunDirectory { RunDirectory(at: "\(state)/\(Self.folder)/\(run)") }

    private func change(_ run: RunID, _ body: (inout ReproductionResponse) -> Void) {
        answers.withLock { answers in
            if let index = answers.lastIndex(where: { $0.run == run }) { body(&answers[index].answer) }
        }
    }

    private func perform(_ run: Run) {
        var failure: String?
        do {
            try reproduce(run)
        } catch {
            failure = "\(error)"
        }
        let end = Timestamp(now())
        change(run.id) { $0.end(failure, at: end) }
    }

    private func note(_ run: Run, _ differences: [ReproductionResponse.Difference]) {
        change(run.id) { $0.differences += differences }
    }

    private func reproduce(_ run: Run) throws {
        guard let recorded = try store.definition(run.definition) else {
            throw RunError(.unusableDefinition, "cannot reproduce \(run.id): its definition is not in the record")
        }
        let pipeline = try definitions(recorded.source, run.pipeline)
        let earlier = RunDirectory(state: state, run: run.id)
        guard FileStatus(at: earlier.manifest) != nil else {
            throw RunError(.system, "cannot reproduce \(run.id): its directory is not kept any more")
        }
        let directory = directory(of: run.id)
        try lay(directory, like: earlier, pipeline.datasets.map(\.name))
        note(
            run,
            InputVerifier().taints(of: run, pipeline, in: earlier).map {
                .init(
                    kind: .input, subject: run.pipeline.text,
                    text: $0.replacing("while the run ran", with: "since"))
            })
        noteChampion(run)
        let source = try prepareCode(run, pipeline, earlier, directory)
        guard try runSteps(run, pipeline, directory, source) else { return }
        try compare(run, pipeline, earlier, directory)
    }

    /// Steps that look at the champion of then may say something else without it.
    private func noteChampion(_ run: Run) {
        guard let champion = run.champion, FileStatus(at: models.directory(of: champion)) == nil else { return }
        note(
            run,
            [
                .init(
                    kind: .input, subject: champion.description,
                    text: "was the champion that the steps were given, and its files are not kept any more")
            ])
    }

    private func lay(
        _ directory: RunDirectory, like earlier: RunDirectory, _ datasets: [DatasetName]
    ) throws(LinuxError) {
        try RunDirectory.make("\(state)/\(Self.folder)")
        try TreeRemoval.remove(directory.path)
        try directory.prepare()
        try CodeCopy.copy(earlier.manifest, to: directory.manifest, atMost: Self.longestList)
        for dataset in datasets {
            try CodeCopy.copy(earlier.list(of: dataset), to: directory.list(of: dataset), atMost: Self.longestList)
            try CodeCopy.copy(
                earlier.newList(of: dataset), to: directory.newList(of: dataset), atMost: Self.longestList)
        }
    }

    /// Returns where the steps run: the pipeline's directory, or one that looks like it with the code of then.
    private func prepareCode(
        _ run: Run, _ pipeline: PipelineDefinition, _ earlier: RunDirectory, _ directory: RunDirectory
    ) throws -> String {
        guard let then = try store.environment(of: run.id) else {
            note(run, [.init(kind: .environment, subject: "environment", text: "what the run ran in is not known")])
            return pipeline.directory
        }
        let present = reading.environment(of: run, pipeline)
        let isKept = !then.code.isEmpty && FileStatus(at: earlier.code) != nil
        note(run, EnvironmentComparison.differences(then: then, now: present, keepsCode: isKept))
        guard isKept, then.code != present.code else { return pipeline.directory }
        let overlay = directory.path + "/source"
        try CodeOverlay(original: pipeline.directory, copies: earlier.code).make(at: overlay, code: then.code)
        return overlay
    }

    /// Returns false when a step failed.
    private func runSteps(
        _ run: Run, _ pipeline: PipelineDefinition, _ directory: RunDirectory, _ source: String
    ) throws -> Bool {
        let user = try StepUser(of: pipeline, base)
        defer { if user != nil { StepUser.dismissAll(from: directory) } }
        if let user {
            // Whose code is laid out anew belongs to the daemon.
            try user.admit(to: directory, below: state, datasets: pipeline.datasets.map(\.name))
            if source != pipeline.directory { try user.admit(toCode: source) }
        }
        for step in pipeline.steps {
            let environment = try StepEnvironment(
                for: AttemptID(run: run.id, step: step.name, number: 1), of: run, pipeline, in: directory,
                champion: run.champion.map(models.directory), base: base)
            let request = SpawnRequest(
                arguments: try StepArguments(step.program, Parameters(pipeline, run)).list,
                environment: environment.entries + [CommandMark.variable(state: state)], workingDirectory: source)
            let timeout = step.timeout ?? Self.longestStep
            let command = PipelineCommand(
                request: request, timeout: timeout, units: units,
                owner: .steps(StepUnit(for: step, of: pipeline, own: base.stepUser)))
            let outcome = try command.run()
            guard outcome.isSuccess else {
                let said = UntrustedText.escape(outcome.lastLine)
                note(
                    run,
                    [
                        .init(
                            kind: .step, subject: step.name.text,
                            text: outcome.endText + (said.isEmpty ? "" : ": \(said)"))
                    ]
                )
                return false
            }
            change(run.id) { $0.steps.append(step.name.text) }
        }
        return true
    }

    private func compare(
        _ run: Run, _ pipeline: PipelineDefinition, _ earlier: RunDirectory, _ directory: RunDirectory
    ) throws {
        let limits = TreeLimits()
        let registered = run.version.map(models.directory)
        let former = registered.flatMap { FileStatus(at: $0) == nil ? nil : $0 } ?? earlier.model
        let real = try? SafeDirectory.realPath(of: former)  // it may be gone; then digests are compared
        let comparison = TreeComparison(former: real, again: directory.model, limits: limits)
        note(run, try comparison.differences(formerDigest: run.candidate?.digest))
        let metrics = try OutputCollector(limits: limits).collect(run, pipeline, in: directory).candidate.metrics
        let then = Dictionary((run.candidate?.metrics ?? []).map { ($0.name, $0.value) }) { $1 }
        let again = Dictionary(metrics.map { ($0.name, $0.value) }) { $1 }
        for name in Set(then.keys).union(again.keys).sorted() where then[name] != again[name] {
            let text = "\(then[name].map { "\($0)" } ?? "absent") then, \(again[name].map { "\($0)" } ?? "absent") now"
            note(run, [.init(kind: .metric, subject: name, text: text)])
        }
    }
}

extension ReproductionResponse {
    /// At once, so that nobody sees one that ended at no time.
    fileprivate mutating func end(_ failure: String?, at time: Timestamp) {
        endedAt = time
        self.failure = failure
        state = failure == nil ? .ended : .failed
        guard failure == nil else { return }
        let outcome: [Difference.Kind] = [.model, .metric, .step]
        isIdentical = !differences.contains { outcome.contains($0.kind) }
    }
}
