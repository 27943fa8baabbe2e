import Glibc
import MLOpsLinux
import Testing

@Suite struct `Shim` {
    @Test func `a job that exits 0 is a success and its output is in the log`() async throws {
        let attempt = try Attempt()
        let record = try await attempt.run("echo out; echo err >&2")
        #expect(record.isSuccess)
        #expect(record.endedBootMicroseconds >= record.startedBootMicroseconds)
        #expect(record.maximumResidentKiB > 0)
        #expect(attempt.scratch.read("record/log") == "out\nerr\n")
    }

    @Test(arguments: [1, 75, 126, 127, 200, 203, 217] as [Int32])
    func `B3 a job's own exit code is reported as it is`(code: Int32) async throws {
        let record = try await Attempt().run("exit \(code)")
        #expect(record.kind == .exited)
        #expect(record.code == code)
        #expect(!record.isSuccess)
    }

    @Test func `A2 a second start of the same record directory is refused while the first runs`() async throws {
        let attempt = try Attempt()
        let first = try await attempt.startReady("ready; exec sleep 1000")
        let second = try attempt.start("echo > ran-twice")
        let end = try await Attempt.monitor.end(of: second)
        #expect(end == .exited(code: ShimProcess.Refusal.alreadyClaimed.rawValue))
        #expect(attempt.scratch.read("ran-twice") == nil)
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .requested)
        #expect(try await attempt.exit(of: first).kind == .cancelled)
    }

    @Test func `A2 a second start after the end is refused and leaves the record untouched`() async throws {
        let attempt = try Attempt()
        let record = try await attempt.run("exit 7")
        let end = try await Attempt.monitor.end(of: attempt.start("exit 0"))
        #expect(end == .exited(code: ShimProcess.Refusal.alreadyClaimed.rawValue))
        #expect(try ShimRecord.inspect(attempt.record) == .exited(record))
    }

    @Test func `A2 of twenty shims started at once exactly one runs the job`() async throws {
        let attempt = try Attempt()
        let shims = try (0..<20).map { _ in try attempt.start("echo x >> count") }
        var codes: [ProcessEnd?] = []
        for shim in shims { codes.append(try await Attempt.monitor.end(of: shim)) }
        #expect(codes.count { $0 == .exited(code: 0) } == 1)
        #expect(codes.count { $0 == .exited(code: ShimProcess.Refusal.alreadyClaimed.rawValue) } == 19)
        #expect(attempt.scratch.read("count") == "x\n")
    }

    @Test(arguments: [
        ("/nonexistent/program", ENOENT), ("./no-permission", EACCES), ("./no-shebang", ENOEXEC),
        ("./bad-interpreter", ENOENT), ("no-such-program-in-path", ENOENT),
    ])
    func `B1 a program that cannot be executed has failed to start`(program: String, code: Int32) async throws {
        let attempt = try Attempt()
        try attempt.scratch.write("#!/bin/sh\n", to: "no-permission")
        for (name, text) in [("no-shebang", "echo hello\n"), ("bad-interpreter", "#!/nonexistent/sh\n")] {
            try attempt.scratch.program(text, to: name)
        }
        var launch = try attempt.launch([program])
        launch.workingDirectory = attempt.scratch.path
        let record = try await attempt.exit(of: ShimProcess.start(launch))
        #expect(record.kind == .failedToStart)
        #expect(record.startFailure?.code == code)
        #expect(record.startFailure?.path == program)
        #expect(record.code == nil)
    }

    @Test func `B1 a program that is being written is waited for`() async throws {
        let attempt = try Attempt()
        try attempt.scratch.program("#!/bin/sh\nexit 4\n", to: "written")
        let writer = open(attempt.scratch.path("written"), O_WRONLY | O_CLOEXEC)
        var launch = try attempt.launch(["./written"])
        launch.workingDirectory = attempt.scratch.path
        let shim = try ShimProcess.start(launch)
        // Without leaving the thread: other tests may keep it for longer than a program is waited for.
        let deadline = ContinuousClock.now + .seconds(120)
        while attempt.scratch.read("record/claim") == nil, ContinuousClock.now < deadline { sched_yield() }
        close(writer)
        #expect(try await attempt.exit(of: shim).code == 4)
    }

    @Test func `B2 a missing working directory has failed to start and is named`() async throws {
        let record = try await Attempt().run("exit 0") { $0.workingDirectory = "/nonexistent/here" }
        #expect(record.kind == .failedToStart)
        #expect(record.startFailure?.path == "/nonexistent/here")
        #expect(record.startFailure?.reason == "No such file or directory")
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV, SIGABRT])
    func `B5 a job killed from outside is signaled, never a success`(signal: Int32) async throws {
        let record = try await Attempt().run("kill -\(signal) $$; sleep 1000")
        #expect(record.kind == .signaled)
        #expect(record.signal == signal)
        #expect(record.code == nil)
        #expect(!record.isSuccess)
    }

    @Test func `B7 a job over its time is stopped and timed out`() async throws {
        let record = try await Attempt().run("exec sleep 1000") { $0.timeout = .milliseconds(50) }
        #expect(record.kind == .timedOut)
        #expect(record.signal == SIGTERM)
    }

    @Test func `B7 a job that exits 0 on being stopped is timed out all the same`() async throws {
        let record = try await Attempt().run("trap 'exit 0' TERM; while :; do sleep 0.01; done") {
            $0.timeout = .seconds(3)
        }
        #expect(record.kind == .timedOut)
        #expect(record.code == 0)
        #expect(!record.isSuccess)
    }

    @Test func `B8 a job that ignores SIGTERM is killed after the stop timeout`() async throws {
        let attempt = try Attempt()
        let shim = try await attempt.startReady("trap '' TERM; ready; while :; do sleep 0.01; done") {
            $0.stopTimeout = .milliseconds(100)
        }
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .requested)
        let record = try await attempt.exit(of: shim)
        #expect(record.kind == .cancelled)
        #expect(record.signal == SIGKILL)
    }

    @Test func `B8 a stopped job can be cancelled`() async throws {
        let attempt = try Attempt()
        let shim = try await attempt.startReady("ready; kill -STOP $$; exit 0")
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .requested)
        #expect(try await attempt.exit(of: shim).kind == .cancelled)
    }

    @Test func `B9 what a job leaves behind is counted and killed, in its group or not`() async throws {
        let attempt = try Attempt()
        let record = try await attempt.run(
            "sleep 1000 & echo $! > a; (setsid sh -c 'echo $$ > b; exec sleep 1000' &); while ! [ -s b ]; do :; done")
        #expect(record.isSuccess)
        #expect(record.leftProcesses == 2)
        for name in ["a", "b"] {
            let text = try #require(attempt.scratch.read(name))
            let pid = try #require(Int32(text.prefix { $0 != "\n" }))
            #expect(kill(pid, 0) == -1 && errno == ESRCH, "\(name) \(pid) is gone")
        }
    }

    @Test func `B9 workers of a stopped job may use its stop timeout to save what they have`() async throws {
        let attempt = try Attempt()
        let save = "sleep 0.3; echo saved > saved; exit 0"
        let worker = "sh -c 'trap \"\(save)\" TERM; : > ready; while :; do sleep 0.01; done'"
        let shim = try await attempt.startReady("\(worker) & trap 'exit 0' TERM; wait")
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .requested)
        #expect(try await attempt.exit(of: shim).kind == .cancelled)
        #expect(attempt.scratch.read("saved") == "saved\n")
    }

    @Test func `B9 a leftover that ignores SIGTERM is killed`() async throws {
        let record = try await Attempt().run(
            "(trap '' TERM; : > t; while :; do sleep 0.01; done) & while ! [ -e t ]; do :; done; exit 3")
        #expect(record.code == 3)
        #expect(record.leftProcesses >= 1)
    }

    @Test func `B18 a grandchild that keeps the output open does not delay the end`() async throws {
        let attempt = try Attempt()
        let record = try await attempt.run("(setsid sleep 1000 &) ; echo done; exit 0")
        #expect(record.isSuccess)
        #expect(attempt.scratch.read("record/log") == "done\n")
        // The catalogue asks for 100 ms; tests share a machine that may be slow, and a wait for the grandchild would be
        // 1000 s.
        let written = try SafeDirectory(attempt.record).status(of: #require(RelativePath("exit"))).fingerprint.mtimeNs
        #expect(written / 1000 - record.endedWallMicroseconds < 60_000_000)
    }

    @Test func `B19 a job has descriptors 0, 1, 2 only, clean signals and the environment it was given`() async throws {
        let attempt = try Attempt()
        let leak = open("/dev/null", O_RDONLY)  // deliberately without O_CLOEXEC
        defer { close(leak) }
        var launch = try attempt.launch(
            ["/bin/sh", "-c", "ls -l /proc/self/fd; grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status; env"],
            environment: ["PATH=/usr/bin:/bin", "ODD=a b\nc"])
        launch.workingDirectory = attempt.scratch.path
        _ = try await attempt.exit(of: ShimProcess.start(launch))
        let log = try #require(attempt.scratch.read("record/log"))
        let descriptors = log.split(separator: "\n").filter { $0.contains(" -> ") }
        // ls itself opens the directory it lists as 3.
        #expect(descriptors.count == 4, "\(descriptors)")
        #expect(descriptors.contains { $0.hasSuffix("0 -> /dev/null") })
        #expect(log.contains("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"), "\(log)")
        #expect(log.contains("ODD=a b\nc\n"))
        #expect(!log.contains("NOTIFY_SOCKET"))
    }

    @Test func `B20 a flood of output does not block the job and the log stays bounded`() async throws {
        let attempt = try Attempt()
        let record = try await attempt.run("head -c 50000000 /dev/zero; echo; echo the-last-line") {
            $0.maximumLogBytes = 1 << 20
        }
        #expect(record.isSuccess)
        let log = try #require(attempt.scratch.read("record/log"))
        #expect(log.utf8.count < (1 << 20) + 70_000)
        #expect(record.droppedLogBytes + Int64(log.utf8.count) >= 50_000_015)
        #expect(log.contains("mlopsd-shim: the log is full"))
        #expect(log.hasSuffix("the-last-line\n"), "the end of the output, where a traceback stands, is kept")
    }

    @Test func `B20 NULs, invalid UTF-8 and one long line pass unchanged`() async throws {
        let attempt = try Attempt()
        let record = try await attempt.run("printf 'a\\0\\377b'; head -c 10000000 /dev/zero | tr '\\0' x")
        #expect(record.isSuccess)
        let log = try DurableFile.read(attempt.scratch.path("record/log"), maximumBytes: 1 << 24)
        #expect(Array(log.prefix(4)) == [97, 0, 255, 98])
        #expect(log.count == 10_000_004)
    }

    @Test func `B21 a job that closes its output is not affected`() async throws {
        let record = try await Attempt().run("exec >&- 2>&-; sleep 0.05; exit 4")
        #expect(record.code == 4)
    }

    @Test func `B27 a shim that is killed alone takes the job along and the attempt is lost`() async throws {
        let attempt = try Attempt()
        let shim = try await attempt.startReady("echo $$ > pid; ready; exec sleep 1000")
        let text = try #require(attempt.scratch.read("pid"))
        let pid = try #require(Int32(text.prefix { $0 != "\n" }))
        try shim.send(SIGKILL)
        #expect(try await attempt.end(of: shim) == .lost(.missing))
        try await eventually("the job dies with its shim") { kill(pid, 0) == -1 && errno == ESRCH || isZombie(pid) }
    }

    @Test func `the shim ignores what a closing terminal sends`() async throws {
        let attempt = try Attempt()
        let shim = try await attempt.startReady("ready; while ! [ -e go ]; do sleep 0.01; done; exit 5")
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE] { try shim.send(signal) }
        try attempt.scratch.write("", to: "go")
        #expect(try await attempt.exit(of: shim).code == 5)
    }

    /// A killed orphan stays a zombie where the container's first process does not reap.
    private func isZombie(_ pid: Int32) -> Bool {
        guard let text = try? DurableFile.read("/proc/\(pid)/stat", maximumBytes: 4096) else { return true }
        return String(decoding: text, as: UTF8.self).contains(") Z ")
    }
}
