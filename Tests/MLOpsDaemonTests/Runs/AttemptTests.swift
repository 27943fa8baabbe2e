import CMLOpsLinux
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `An attempt` {
    /// Counts starts by a line that the step adds, and then waits for the file `go` in its directory.
    private static let countAndWait =
        "echo start >> starts; while [ ! -e go ]; do read -t 0.01 x < /dev/null; sleep 0.01; done"

    private func starts(_ fixture: RunFixture) -> Int {
        text(of: fixture.scratch.path + "/work/starts")?.split(separator: "\n").count ?? 0
    }

    private func waitForStart(_ fixture: RunFixture) async throws {
        try await eventually("the step starts") { starts(fixture) == 1 }
    }

    @Test func `A2 that was committed and never started is started once`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(Self.countAndWait)
        let first = try fixture.dispatcher()
        var run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: first)
        run.steps[0].state = .starting
        run.steps[0].attempts = 1

        let restarted = try fixture.dispatcher()
        let attempt = AttemptID(run: run.id, step: "s1", number: 1)
        #expect(restarted.observations(of: [run]) == [AttemptObservation(attempt: attempt, state: .notStarted)])
        fixture.start(run, pipeline, by: restarted)
        try await waitForStart(fixture)
        try fixture.scratch.write("", to: "work/go")
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        #expect(starts(fixture) == 1)
    }

    @Test func `stays ready when another one of the same commit is to be made ready`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("true")
        let dispatcher = try fixture.dispatcher()
        var runs: [Run] = []
        for number in [1, 2] as [Int64] {
            let run = try await fixture.frozen(fixture.run(number, of: pipeline), pipeline, by: dispatcher)
            let attempt = AttemptID(run: run.id, step: "s1", number: 1)
            dispatcher.prepare(.startAttempt(attempt, run, pipeline.steps[0], pipeline))
            runs.append(run)
        }
        for run in runs {
            let attempt = fixture.start(run, pipeline, by: dispatcher)
            #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        }
    }

    @Test func `A3 that was started before the daemon died is adopted, not started again`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(Self.countAndWait)
        let lost = EventLog()
        let first = try fixture.dispatcher(log: lost)
        first.perform(.freezeManifest(fixture.run(of: pipeline), pipeline))
        var run = fixture.run(of: pipeline)
        run.manifest = try await lost.frozen(run.id)
        fixture.start(run, pipeline, by: first)
        try await waitForStart(fixture)
        run.steps[0].state = .starting
        run.steps[0].attempts = 1

        let restarted = try fixture.dispatcher()
        let observations = restarted.observations(of: [run])
        #expect(observations.map(\.state) == [.running])
        restarted.adopt(observations)
        // The same command again must find the attempt, too.
        let attempt = fixture.start(run, pipeline, by: restarted)
        try await fixture.log.started(attempt)
        try fixture.scratch.write("", to: "work/go")
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        #expect(starts(fixture) == 1)
        #expect(fixture.log.all.count { if case .attemptEnded = $0 { true } else { false } } == 1)
    }

    @Test(arguments: [
        ("exit 0", AttemptEnd.Kind.exited(code: 0)), ("exit 7", .exited(code: 7)),
        ("kill -KILL $$", .signaled(signal: SIGKILL, core: false)), ("sleep 60", .timedOut),
    ])
    func `A5 that ended while the daemon was down has the end that was recorded`(
        _ script: String, _ kind: AttemptEnd.Kind
    ) async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(script, timeout: script == "sleep 60" ? .milliseconds(50) : nil)
        let lost = EventLog()
        let first = try fixture.dispatcher(log: lost)
        first.perform(.freezeManifest(fixture.run(of: pipeline), pipeline))
        var run = fixture.run(of: pipeline)
        run.manifest = try await lost.frozen(run.id)
        let attempt = fixture.start(run, pipeline, by: first)
        _ = try await lost.end(of: attempt)
        run.steps[0].state = .running
        run.steps[0].attempts = 1

        let observations = try fixture.dispatcher().observations(of: [run])
        guard case .ended(let end) = try #require(observations.first).state else {
            Issue.record("not ended: \(observations)")
            return
        }
        #expect(end.kind == kind)
    }

    @Test func `starts once however often and from wherever it is submitted`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("echo start >> starts")
        let dispatchers = try (0..<4).map { _ in try fixture.dispatcher() }
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatchers[0])
        let attempt = AttemptID(run: run.id, step: "s1", number: 1)
        for dispatcher in dispatchers + dispatchers { fixture.start(run, pipeline, by: dispatcher) }
        try await eventually("every dispatcher learns of the end") {
            fixture.log.all.count { if case .attemptEnded(attempt, _) = $0 { true } else { false } } >= 4
        }
        #expect(starts(fixture) == 1)
        for case .attemptEnded(_, let end) in fixture.log.all { #expect(end.kind == .exited(code: 0)) }
    }

    @Test func `B1 whose program can not be executed says why and which`() async throws {
        let fixture = try RunFixture()
        try fixture.scratch.write("no interpreter", to: "work/script")
        try fixture.scratch.write("#!/bin/sh", to: "work/plain")
        chmod(fixture.scratch.path + "/work/script", 0o755)
        let cases = [
            (["/nowhere/train"], "cannot start \"/nowhere/train\": No such file or directory"),
            (["no-such-program"], "cannot start \"no-such-program\": No such file or directory"),
            (["./plain"], "cannot start \"./plain\": Permission denied"),
            (["./script"], "a script must begin with #!"),
        ]
        for (number, (arguments, text)) in cases.enumerated() {
            var pipeline = fixture.pipeline("")
            pipeline.steps[0].program = .arguments(arguments)
            let dispatcher = try fixture.dispatcher()
            let run = try await fixture.frozen(
                fixture.run(Int64(number + 1), of: pipeline), pipeline, by: dispatcher)
            let end = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
            guard case .failedToStart(let reason) = end.kind else {
                Issue.record("\(arguments) ended \(end.kind)")
                continue
            }
            #expect(reason.contains(text), "\(reason)")
        }
    }

    @Test func `B2 whose working directory is missing says so`() async throws {
        let fixture = try RunFixture()
        var pipeline = fixture.pipeline("true")
        pipeline.directory = fixture.scratch.path + "/nowhere"
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let end = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
        #expect(
            end.kind == .failedToStart(reason: "cannot start \"\(pipeline.directory)\": No such file or directory"))
    }

    @Test func `is not started as another user than its executor can`() async throws {
        let fixture = try RunFixture()
        var pipeline = fixture.pipeline("true")
        pipeline.user = "churn"
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let end = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
        guard case .failedToStart(let reason) = end.kind else {
            Issue.record("ended \(end.kind)")
            return
        }
        #expect(reason.contains("\"churn\""))
    }

    @Test func `is not started when the shim is missing, and says so`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("true")
        let dispatcher = try fixture.dispatcher(shim: "/nowhere/mlopsd-shim")
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let end = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
        #expect(
            end.kind == .failedToStart(reason: "cannot start \"/nowhere/mlopsd-shim\": No such file or directory"))
    }

    @Test(arguments: [200, 203, 217, 243]) func `B3 that exits with a number of systemd's has that exit`(
        _ code: Int32
    ) async throws {
        #expect(try await RunFixture().end(ofScript: "exit \(code)").kind == .exited(code: code))
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV]) func `B5 that is killed from outside is no success`(
        _ signal: Int32
    ) async throws {
        let end = try await RunFixture().end(ofScript: "ulimit -c 0; kill -\(signal) $$; sleep 60")
        #expect(end.kind == .signaled(signal: signal, core: false))
    }

    @Test func `B6 that is cancelled ends as cancelled`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(Self.countAndWait)
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let attempt = fixture.start(run, pipeline, by: dispatcher)
        try await waitForStart(fixture)
        dispatcher.perform(.cancelAttempt(attempt))
        dispatcher.perform(.cancelAttempt(attempt))
        #expect(try await fixture.log.end(of: attempt).kind == .cancelled)
    }

    @Test func `B6 that is cancelled by another daemon than the one that started it ends as cancelled`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(Self.countAndWait)
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: fixture.dispatcher())
        let attempt = fixture.start(run, pipeline, by: try fixture.dispatcher(log: EventLog()))
        try await waitForStart(fixture)
        try fixture.dispatcher().perform(.cancelAttempt(attempt))
        #expect(try await fixture.log.end(of: attempt).kind == .cancelled)
    }

    @Test func `that is cancelled at the moment of its start ends as cancelled or ran`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("sleep 60")
        let dispatcher = try fixture.dispatcher()
        for number in 1...20 {
            let run = try await fixture.frozen(
                fixture.run(Int64(number), of: pipeline), pipeline, by: dispatcher)
            let attempt = fixture.start(run, pipeline, by: dispatcher)
            dispatcher.perform(.cancelAttempt(attempt))
            #expect(try await fixture.log.end(of: attempt).kind == .cancelled)
        }
    }

    @Test func `that never started ends as cancelled when it is cancelled`() async throws {
        let fixture = try RunFixture()
        let attempt = AttemptID(run: RunID(1), step: "s1", number: 1)
        try fixture.dispatcher().perform(.cancelAttempt(attempt))
        #expect(try await fixture.log.end(of: attempt).kind == .cancelled)
    }

    @Test func `B7 that takes too long is timed out`() async throws {
        let fixture = try RunFixture()
        #expect(try await fixture.end(ofScript: "sleep 60", timeout: .milliseconds(50)).kind == .timedOut)
    }

    @Test func `B8 that ignores SIGTERM is killed after its stop timeout`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline(
            "trap '' TERM; " + Self.countAndWait, stopTimeout: .milliseconds(100))
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let attempt = fixture.start(run, pipeline, by: dispatcher)
        try await waitForStart(fixture)
        dispatcher.perform(.cancelAttempt(attempt))
        #expect(try await fixture.log.end(of: attempt).kind == .cancelled)
    }

    @Test func `B18 ends when its process does, whoever keeps its output open`() async throws {
        let fixture = try RunFixture()
        let end = try await fixture.end(ofScript: "sleep 600 & exit 0")
        #expect(end.kind == .exited(code: 0))
        // It was still there when the attempt had ended.
        #expect(end.leftProcesses == 1)
    }

    @Test func `B19 inherits three descriptors, a clean mask and the contract only`() async throws {
        let fixture = try RunFixture()
        // Not through a shell, which has descriptors and a mask of its own; 3 is the directory that ls reads.
        let programs = [
            (["/bin/ls", "/proc/self/fd"], "0\n1\n2\n3\n"),
            (
                ["/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"],
                "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"
            ),
        ]
        var pipeline = fixture.pipeline("", "", "cat /proc/$$/environ | tr '\\0' '\\n' > environment")
        for (step, program) in programs.enumerated() { pipeline.steps[step].program = .arguments(program.0) }
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        for (step, program) in programs.enumerated() {
            let attempt = fixture.start(run, pipeline, step: step, by: dispatcher)
            #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
            #expect(text(of: fixture.directory(run).attempt(attempt) + "/log") == program.1)
        }
        let attempt = fixture.start(run, pipeline, step: 2, by: dispatcher)
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        let work = fixture.scratch.path + "/work"
        let expected = try StepEnvironment(
            for: attempt, of: run, pipeline, in: fixture.directory(run), champion: nil, base: RunFixture.base)
        #expect(text(of: work + "/environment")?.split(separator: "\n").map(String.init) == expected.entries)
        // Of this process there would have been something to inherit.
        let own = try #require(text(of: "/proc/self/environ")).split(separator: "\0").map(String.init)
        #expect(!Set(own).isSubset(of: expected.entries))
    }

    @Test func `has the priority of the daemon, also from a shim that waited for it`() async throws {
        let fixture = try RunFixture()
        let executor = try fixture.executor()
        try await eventually("a shim waits") { executor.isReady }
        let attempt = AttemptID(run: RunID(1), step: "s1", number: 1)
        let directory = RunDirectory(state: fixture.state, run: attempt.run)
        try directory.prepare()
        _ = try executor.submit(
            StepJob(
                attempt: attempt, arguments: ["/usr/bin/nice"], environment: [], workingDirectory: "/",
                stopTimeout: .seconds(10)))
        executor.collect(attempt) { fixture.log.send(.attemptEnded(attempt, $0)) }
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        // That of the process, not of the thread that runs this test.
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(getpid()))
        #expect(text(of: directory.attempt(attempt) + "/log") == "\(own)\n")
    }

    @Test func `B20 that floods its output is neither blocked nor kept whole`() async throws {
        let fixture = try RunFixture()
        let script = "head -c 20000000 /dev/zero; head -c 10000000 /dev/urandom >&2; echo the end"
        #expect(try await fixture.end(ofScript: script).kind == .exited(code: 0))
        let log = fixture.directory(fixture.run(of: fixture.pipeline(script))).path + "/attempts/s1.1/log"
        var status = stat()
        #expect(stat(log, &status) == 0)
        #expect(status.st_size < 2 << 20)
        let reader = try #require(
            try RunLogs(state: fixture.state).reader(
                of: AttemptID(run: RunID(1), step: "s1", number: 1), from: .lastLines(1)))
        #expect(try reader.next().map { String(decoding: $0, as: UTF8.self) }?.hasSuffix("the end") == true)
    }

    @Test func `B27 whose shim is killed alone is lost, and its process does not live on`() async throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("echo $$ > pid; " + Self.countAndWait)
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let attempt = fixture.start(run, pipeline, by: dispatcher)
        try await waitForStart(fixture)
        let shim = try #require(
            try ShimProcess.find(recordDirectory: fixture.directory(run).attempt(attempt)))
        try shim.send(SIGKILL)
        #expect(try await fixture.log.end(of: attempt).kind == .lost)
        let pid = try #require(text(of: fixture.scratch.path + "/work/pid").flatMap { pid_t($0.dropLast()) })
        try await eventually("the step's process dies with its shim") { kill(pid, 0) != 0 }
    }
}

@Suite struct `The record of an attempt` {
    /// An attempt that ended with 0, and the directory of its record.
    private func finished() async throws -> (RunFixture, Run, String) {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("exit 0")
        let dispatcher = try fixture.dispatcher()
        var run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        let attempt = fixture.start(run, pipeline, by: dispatcher)
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        run.steps[0].state = .running
        run.steps[0].attempts = 1
        return (fixture, run, fixture.directory(run).attempt(attempt))
    }

    private func state(_ fixture: RunFixture, _ run: Run) throws -> AttemptObservation.State? {
        try fixture.dispatcher().observations(of: [run]).first?.state
    }

    @Test(arguments: ["", "version=1\n", "garbage", "kind=exited\ncode=0\nend=1\n"])
    func `B13 that is damaged is never a success`(_ content: String) async throws {
        let (fixture, run, record) = try await finished()
        try Scratch.write(Array(content.utf8), toPath: record + "/exit")
        #expect(try state(fixture, run) == .ended(AttemptEnd(kind: .lost)))
    }

    @Test(arguments: [("pid=", "pid=1"), ("boot_id=", "boot_id=x"), ("version=", "version=9"), ("start_ticks=", "")])
    func `B13 of another process or version is never a success`(_ key: String, _ line: String) async throws {
        let (fixture, run, record) = try await finished()
        let lines = try #require(text(of: record + "/exit")).split(separator: "\n")
        let forged = lines.map { $0.hasPrefix(key) ? line : String($0) }.filter { !$0.isEmpty }
        try Scratch.write(Array((forged.joined(separator: "\n") + "\n").utf8), toPath: record + "/exit")
        #expect(try state(fixture, run) == .ended(AttemptEnd(kind: .lost)))
    }

    @Test func `P6 without an end is lost in this boot and interrupted in a later one`() async throws {
        let (fixture, run, record) = try await finished()
        unlink(record + "/exit")
        #expect(try state(fixture, run) == .ended(AttemptEnd(kind: .lost)))
        let claim = try #require(text(of: record + "/claim"))
        let other = claim.replacing(BootClock.bootID, with: "00000000-0000-0000-0000-000000000000")
        try Scratch.write(Array(other.utf8), toPath: record + "/claim")
        #expect(try state(fixture, run) == .ended(AttemptEnd(kind: .interrupted)))
    }

    @Test func `that can not be read is taken for running, not for ended or never started`() async throws {
        let (fixture, run, record) = try await finished()
        try TreeRemoval.remove(record)
        try Scratch.write([], toPath: record)
        #expect(try state(fixture, run) == .running)
    }
}
