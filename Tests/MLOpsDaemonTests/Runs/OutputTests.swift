import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `Collecting outputs` {
    /// A frozen run whose steps' work the test does itself.
    private struct Bench {
        let fixture: RunFixture
        var pipeline: PipelineDefinition
        let run: Run
        let dispatcher: Dispatcher
        var directory: RunDirectory { fixture.directory(run) }

        init(gates: [GateDefinition] = [], target: String? = nil, limits: TreeLimits = TreeLimits()) async throws {
            fixture = try RunFixture()
            try fixture.deliver("a\n", as: "a.csv")
            try fixture.deliver("b\n", as: "b.csv")
            pipeline = fixture.pipeline("true", gates: gates, target: target)
            dispatcher = try fixture.dispatcher(limits: limits)
            run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        }

        func write(_ text: String, to path: String) throws {
            try Scratch.write(Array(text.utf8), toPath: path)
        }

        func collected() async throws -> (Candidate, [String]) {
            dispatcher.perform(.collectOutputs(run, pipeline))
            return try await fixture.log.first("outputs") { event in
                if case .outputsCollected(run.id, let candidate, let taints) = event {
                    (candidate, taints)
                } else {
                    nil
                }
            }
        }

        func rejection() async throws -> String {
            dispatcher.perform(.collectOutputs(run, pipeline))
            return try await fixture.log.first("rejection") { event in
                if case .outputsRejected(run.id, let reason) = event { reason } else { nil }
            }
        }
    }

    private static let gate = GateDefinition(metric: "f1", bound: .atLeast(0.7), better: .higher)

    @Test func `reads metrics and hashes the model`() async throws {
        let bench = try await Bench(gates: [Self.gate])
        try bench.write("weights", to: bench.directory.model + "/weights")
        mkdir(bench.directory.model + "/sub", 0o755)
        try bench.write("vocabulary", to: bench.directory.model + "/sub/vocabulary")
        try bench.write(#"{"f1": 0.8}"#, to: bench.directory.metrics)
        let (candidate, taints) = try await bench.collected()
        #expect(candidate.files == 2)
        #expect(candidate.bytes == 17)
        #expect(candidate.digest?.count == 64)
        #expect(candidate.metrics == [.init(name: "f1", value: 0.8)])
        #expect(taints == [])
    }

    @Test func `B4 without a model is refused where one is needed, and only there`() async throws {
        let gated = try await Bench(gates: [Self.gate])
        #expect(try await gated.rejection().contains("left no model"))
        let deploying = try await Bench(target: "/srv/live")
        #expect(try await deploying.rejection().contains("left no model"))
        let plain = try await Bench()
        #expect(try await plain.collected().0 == Candidate(digest: nil, files: 0, bytes: 0, metrics: []))
    }

    @Test func `B4 with an empty or removed model directory is refused`() async throws {
        let empty = try await Bench(gates: [Self.gate])
        try empty.write("", to: empty.directory.model + "/weights")
        #expect(try await empty.rejection().contains("only empty files"))
        let removed = try await Bench(gates: [Self.gate])
        rmdir(removed.directory.model)
        #expect(try await removed.rejection().contains("left no model"))
    }

    @Test func `refuses a model that leads elsewhere`() async throws {
        let link = try await Bench()
        symlink("/etc/passwd", link.directory.model + "/weights")
        #expect(try await link.rejection().contains("symbolic link"))
        let replaced = try await Bench()
        rmdir(replaced.directory.model)
        symlink("/etc", replaced.directory.model)
        #expect(try await replaced.rejection().contains("MLOPS_MODEL"))
        let pipe = try await Bench()
        mkfifo(pipe.directory.model + "/weights", 0o600)
        #expect(try await pipe.rejection().contains("FIFO"))
    }

    @Test func `refuses a model over its limits`() async throws {
        let bench = try await Bench(limits: TreeLimits(maximumFiles: 2, maximumBytes: 10))
        for name in ["a", "b", "c"] { try bench.write("x", to: bench.directory.model + "/" + name) }
        #expect(try await bench.rejection().contains("2 files"))
        let large = try await Bench(limits: TreeLimits(maximumFiles: 2, maximumBytes: 10))
        try large.write("0123456789x", to: large.directory.model + "/a")
        #expect(try await large.rejection().contains("10 bytes"))
    }

    @Test func `H3 takes no metric from anywhere but the file`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(
            #"echo '{"f1": 0.99}'; echo 'MLOPSD_OUTCOME=success'; echo m > "$MLOPS_MODEL/m""#)
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        _ = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
        let outputs = try OutputCollector().collect(run, pipeline, in: fixture.directory(run))
        #expect(outputs.candidate.metrics == [])
    }

    @Test func `H4 refuses metrics that are no plain file of the step's own`() async throws {
        let link = try await Bench()
        symlink("/etc/passwd", link.directory.metrics)
        #expect(try await link.rejection().contains("a symbolic link, not a regular file"))
        let pipe = try await Bench()
        mkfifo(pipe.directory.metrics, 0o600)
        #expect(try await pipe.rejection().contains("a FIFO, not a regular file"))
        let folder = try await Bench()
        mkdir(folder.directory.metrics, 0o700)
        #expect(try await folder.rejection().contains("not a regular file"))
        let hard = try await Bench()
        try hard.write("{}", to: hard.fixture.scratch.path + "/other")
        Glibc.link(hard.fixture.scratch.path + "/other", hard.directory.metrics)
        #expect(try await hard.rejection().contains("linked under another name"))
    }

    @Test func `H4 refuses a gigabyte of metrics without reading it`() async throws {
        let bench = try await Bench()
        try bench.write("{", to: bench.directory.metrics)
        truncate(bench.directory.metrics, 1 << 30)
        #expect(try await bench.rejection().contains("\(16 << 20) bytes"))
    }

    @Test func `C19 an input that changed while the run ran taints it by name`() async throws {
        let bench = try await Bench()
        try bench.fixture.scratch.write("tampered\n", to: "in/a.csv")
        let (_, taints) = try await bench.collected()
        #expect(taints == [#"input "a.csv" of in: it changed while the run ran"#])
    }

    @Test func `an input that was removed taints it, one that was only touched does not`() async throws {
        let removed = try await Bench()
        unlink(removed.fixture.data + "/b.csv")
        #expect(try await removed.collected().1 == [#"input "b.csv" of in: it was removed while the run ran"#])
        let touched = try await Bench()
        try touched.fixture.scratch.write("a\n", to: "in/a.csv")
        #expect(try await touched.collected().1 == [])
    }

    @Test func `many changed inputs are counted, not all named`() async throws {
        let fixture = try RunFixture()
        for number in 1...20 { try fixture.deliver("x", as: "f\(number)") }
        let pipeline = fixture.pipeline("true")
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: fixture.dispatcher())
        for number in 1...20 { unlink(fixture.data + "/f\(number)") }
        let taints = InputVerifier().taints(of: run, pipeline, in: fixture.directory(run))
        #expect(taints.count == InputVerifier.maximumNamedFiles + 1)
        #expect(taints.last == "15 more inputs changed while the run ran")
    }

    @Test func `a step that rewrites the list of inputs taints its run`() async throws {
        let bench = try await Bench()
        let lines = try #require(text(of: bench.directory.inputs)).split(separator: "\0")
        try bench.write(lines.dropLast().joined(separator: "\0") + "\0", to: bench.directory.inputs)
        #expect(
            try await bench.collected().1 == [
                "the inputs can not be verified: the list of them was changed while the run ran"
            ])
    }

    @Test func `A19 after a reboot the lists are made again and still hold`() async throws {
        let bench = try await Bench()
        // What a power loss leaves of files that nobody made durable.
        try bench.write("", to: bench.directory.inputs)
        try bench.write("", to: bench.directory.manifest)
        try bench.write("", to: bench.directory.list(of: "in"))
        let log = EventLog()
        let rebooted = try bench.fixture.dispatcher(boot: "another", log: log)
        let attempt = bench.fixture.start(bench.run, bench.pipeline, by: rebooted)
        #expect(try await log.end(of: attempt).kind == .exited(code: 0))
        #expect(text(of: bench.directory.list(of: "in"))?.split(separator: "\n").count == 2)
        rebooted.perform(.collectOutputs(bench.run, bench.pipeline))
        let taints: [String] = try await log.first("outputs") { event in
            if case .outputsCollected(_, _, let taints) = event { taints } else { nil }
        }
        #expect(taints == [])
    }

    @Test func `A19 after a reboot with other data an attempt is not started`() async throws {
        let bench = try await Bench()
        try bench.fixture.scratch.write("tampered\n", to: "in/a.csv")
        try bench.fixture.record.add(Array("a.csv".utf8), in: bench.fixture.data, of: "in")
        let log = EventLog()
        let rebooted = try bench.fixture.dispatcher(boot: "another", log: log)
        guard
            case .failedToStart(let reason) = try await log.end(
                of: bench.fixture.start(bench.run, bench.pipeline, by: rebooted)
            ).kind
        else {
            Issue.record("it started")
            return
        }
        #expect(reason.contains("before the machine was rebooted"))
    }

    @Test func `A19 outputs that may not have reached the disk before a reboot are not used`() async throws {
        let bench = try await Bench()
        var run = bench.run
        run.steps[0].state = .succeeded
        run.steps[0].attempts = 1
        let log = EventLog()
        let rebooted = try bench.fixture.dispatcher(boot: "another", log: log)
        rebooted.perform(.collectOutputs(run, bench.pipeline))
        let reason: String = try await log.first("rejection") { event in
            if case .outputsRejected(_, let reason) = event { reason } else { nil }
        }
        #expect(reason.contains("before what step \"s1\" left was on the disk"))
    }

    @Test func `A19 outputs of a step that succeeded soon are on the disk`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(
            #"mkdir "$MLOPS_WORK/sub"; echo x > "$MLOPS_WORK/sub/x"; echo m > "$MLOPS_MODEL/m""#)
        let dispatcher = try fixture.dispatcher()
        var run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        _ = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
        run.steps[0].state = .succeeded
        run.steps[0].attempts = 1
        let durability = OutputDurability(directory: fixture.directory(run))
        try await eventually("the outputs are secured") { durability.unsecuredStep(of: run) == nil }
        let log = EventLog()
        try fixture.dispatcher(boot: "another", log: log).perform(.collectOutputs(run, pipeline))
        let taints: [String] = try await log.first("outputs") { event in
            if case .outputsCollected(_, _, let taints) = event { taints } else { nil }
        }
        #expect(taints == [])
    }
}
