import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

/// One state directory with data, a dispatcher on it and the real shim.
final class RunFixture: Sendable {
    private static let events = Result { () throws(LinuxError) in try EventThread(name: "test-events") }

    let scratch: Scratch
    let state: String
    let data: String
    let record = MemoryRecord()
    let log = EventLog()

    init() throws {
        scratch = try Scratch()
        state = try scratch.directory("state")
        data = try scratch.directory("in")
        try scratch.directory("work")
    }

    /// A dispatcher as a newly started daemon would have it; the first one and all that follow share the disk only.
    func dispatcher(
        boot: String = BootClock.bootID, log: EventLog? = nil, limits: TreeLimits = TreeLimits(), shim: String? = nil,
        record: (any InputRecord)? = nil
    ) throws -> Dispatcher {
        let log = log ?? self.log
        return Dispatcher(
            state: state, freezer: ManifestFreezer(record: record ?? self.record, boot: boot),
            executor: try executor(shim: shim), base: Self.base, limits: limits
        ) { log.send($0) }
    }

    func executor(shim: String? = nil) throws -> ProcessExecutor {
        ProcessExecutor(
            state: state, shim: try shim ?? Self.shim, monitor: ProcessMonitor(on: try Self.events.get()),
            maximumLogBytes: 1 << 20)
    }

    static let base = BaseEnvironment(home: "/home/ada", user: "ada")

    func directory(_ run: Run) -> RunDirectory { RunDirectory(state: state, run: run.id) }

    /// The shim stands beside the test bundle.
    static var shim: String {
        get throws {
            let executable = try SafeDirectory.realPath(of: "/proc/self/exe")
            for argument in CommandLine.arguments + [executable] {
                guard let range = argument.firstRange(of: "/debug/") ?? argument.firstRange(of: "/release/") else {
                    continue
                }
                let candidate = argument[..<range.upperBound] + "mlopsd-shim"
                if access(String(candidate), X_OK) == 0 { return String(candidate) }
            }
            return try #require(nil as String?, "no mlopsd-shim beside \(CommandLine.arguments)")
        }
    }

    /// Writes a data file and makes it ready.
    func deliver(_ text: String, as name: String) throws {
        try scratch.write(text, to: "in/" + name)
        try record.add(Array(name.utf8), in: data, of: "in")
    }

    /// A pipeline in the scratch directory whose steps are shell scripts.
    func pipeline(
        _ scripts: String..., parameters: [Parameter] = [], gates: [GateDefinition] = [], target: String? = nil,
        timeout: Duration? = nil, stopTimeout: Duration = .seconds(10)
    ) -> PipelineDefinition {
        let steps = scripts.enumerated().map { number, script in
            StepDefinition(
                name: StepName("s\(number + 1)"), needs: number == 0 ? [] : [StepName("s\(number)")],
                program: .shell(script), timeout: timeout, stopTimeout: stopTimeout)
        }
        return PipelineDefinition(
            name: "churn", id: "churn-1", source: "", directory: scratch.path + "/work", parameters: parameters,
            datasets: [DatasetDefinition(name: "in", path: data)], steps: steps, gates: gates,
            deployment: target.map { DeploymentDefinition(target: $0) })
    }

    /// A run of all that is ready.
    func run(_ number: Int64 = 1, of pipeline: PipelineDefinition, reason: String = "12 new files") -> Run {
        let cutoff = record.lastSequence(of: "in")
        let moment = Moment(wall: Instant(seconds: 1_795_392_000), uptime: 1, boot: BootClock.bootID)
        let request = RunRequest(
            id: RequestID(number), pipeline: pipeline.name, createdAt: moment,
            causes: [.init(trigger: "volume", reason: reason, lastEvidence: EvidenceID(1))], priority: 50)
        return Run(
            id: RunID(number), pipeline: pipeline.name, definition: pipeline.id, request: Shared(request),
            decision: DecisionID(number), startedAt: moment,
            steps: pipeline.steps.map { StepRun(name: $0.name) },
            cutoffs: [.init(dataset: "in", sequence: cutoff)], champion: nil)
    }

    /// Freezes the run and returns it as the core would keep it.
    func frozen(_ run: Run, _ pipeline: PipelineDefinition, by dispatcher: Dispatcher) async throws -> Run {
        dispatcher.perform(.freezeManifest(run, pipeline))
        var run = run
        run.manifest = try await log.frozen(run.id)
        run.phase = .running
        return run
    }

    /// Starts the first attempt of a step.
    @discardableResult
    func start(
        _ run: Run, _ pipeline: PipelineDefinition, step: Int = 0, by dispatcher: Dispatcher
    ) -> AttemptID {
        let attempt = AttemptID(run: run.id, step: pipeline.steps[step].name, number: 1)
        dispatcher.perform(.startAttempt(attempt, run, pipeline.steps[step], pipeline))
        return attempt
    }

    /// Runs one script as the only step of a run, and waits for its end.
    func end(ofScript script: String, timeout: Duration? = nil) async throws -> AttemptEnd {
        let pipeline = pipeline(script, timeout: timeout)
        let dispatcher = try dispatcher()
        let run = try await frozen(run(of: pipeline), pipeline, by: dispatcher)
        return try await log.end(of: start(run, pipeline, by: dispatcher))
    }
}
