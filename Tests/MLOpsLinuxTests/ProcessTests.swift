import Dispatch
import Glibc
import MLOpsLinux
import Testing

@Suite struct `Processes` {
    @Test func `B17 two thousand short children leave no zombie and no descriptor`() async throws {
        let monitor = try Attempt.monitor
        for _ in 0..<40 {
            let children = try (0..<50).map { _ in
                try ProcessHandle.spawn(SpawnRequest(arguments: ["/bin/true"], environment: []))
            }
            for child in children {
                #expect(try await monitor.end(of: child) == .exited(code: 0))
            }
        }
        // Other tests hold a few of their own meanwhile.
        try await eventually("pidfds are closed") { pidfdCount() < 200 }
        try await eventually("children are reaped") { zombieCount() < 200 }
    }

    @Test func `an end is noticed although nobody waited when it came`() async throws {
        let child = try ProcessHandle.spawn(SpawnRequest(arguments: ["/bin/sh", "-c", "exit 9"], environment: []))
        try await eventually("it ends") { !child.isRunning }
        #expect(try await Attempt.monitor.end(of: child) == .exited(code: 9))
    }

    @Test func `a cancelled wait returns and the child is reaped all the same`() async throws {
        let child = try ProcessHandle.spawn(SpawnRequest(arguments: ["/bin/sleep", "1000"], environment: []))
        let monitor = try Attempt.monitor
        let wait = Task { try await monitor.end(of: child) }
        wait.cancel()
        #expect(try await wait.value == nil)
        try child.send(SIGKILL)
        try await eventually("it is reaped") { kill(child.pid, 0) == -1 && errno == ESRCH }
        #expect(try !child.send(SIGTERM))
    }

    @Test func `B1 a program that does not exist cannot be started`() {
        #expect(throws: LinuxError("start", "/nonexistent", .system(ENOENT))) {
            try ProcessHandle.spawn(SpawnRequest(arguments: ["/nonexistent"], environment: []))
        }
    }

    @Test func `B1 a program that is being written is waited for`() async throws {
        let scratch = try Scratch()
        try scratch.program("#!/bin/sh\nexit 4\n", to: "written")
        let writer = open(scratch.path("written"), O_WRONLY | O_CLOEXEC)
        // On a thread of its own: other tests may keep those of tasks for longer than a program is waited for.
        DispatchQueue(label: "writer").async {
            // By the end of another program the first has been tried.
            _ = try? CommandRunner.runBlocking(
                SpawnRequest(arguments: ["true"], environment: ["PATH=/usr/bin:/bin"]), timeout: .seconds(20))
            close(writer)
        }
        let child = try ProcessHandle.spawn(SpawnRequest(arguments: [scratch.path("written")], environment: []))
        #expect(try await Attempt.monitor.end(of: child) == .exited(code: 4))
    }

    @Test func `a command's output, error output and code are returned`() async throws {
        let outcome = try await run("echo out; echo err >&2; exit 3")
        #expect(outcome.end == .exited(code: 3))
        #expect(outcome.output == Array("out\n".utf8))
        #expect(outcome.errorOutput == Array("err\n".utf8))
        #expect(!outcome.isSuccess && !outcome.hasTimedOut)
    }

    @Test func `a command's output is bounded and never blocks it`() async throws {
        let outcome = try await run("head -c 5000000 /dev/zero", maximumOutputBytes: 1000)
        #expect(outcome.isSuccess)
        #expect(outcome.output.count == 1000)
        #expect(outcome.droppedBytes == 4_999_000)
    }

    @Test func `I10 a command over its time is stopped with its group, even when it ignores SIGTERM`() async throws {
        let outcome = try await run("trap '' TERM; sleep 1000 & wait; while :; do :; done", timeout: .seconds(3))
        #expect(outcome.hasTimedOut)
        #expect(outcome.end == .signaled(SIGKILL, core: false))
    }

    @Test func `B18 a grandchild that keeps the pipe does not hold up a command`() async throws {
        let outcome = try await run("(setsid sleep 20 &); echo done")
        #expect(outcome.isSuccess)
        #expect(outcome.output == Array("done\n".utf8))
    }

    @Test func `a cancelled task stops its command`() async throws {
        let task = Task { try await run("exec sleep 1000", timeout: .seconds(1000)) }
        task.cancel()
        let outcome = try await task.value
        #expect(outcome.end == .signaled(SIGTERM, core: false))
        #expect(!outcome.hasTimedOut)
    }

    private func run(
        _ script: String, timeout: Duration = .seconds(60), maximumOutputBytes: Int = 1 << 16
    ) async throws -> CommandOutcome {
        let request = SpawnRequest(arguments: ["sh", "-c", script], environment: ["PATH=/usr/bin:/bin"])
        return try await CommandRunner.run(
            request, timeout: timeout, stopTimeout: .milliseconds(100), maximumOutputBytes: maximumOutputBytes)
    }

    private func pidfdCount() -> Int {
        (0..<4096).count { number in
            var text = [CChar](repeating: 0, count: 64)
            guard readlink("/proc/self/fd/\(number)", &text, 63) > 0 else { return false }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(
                "pidfd")
        }
    }

    private func zombieCount() -> Int {
        guard let children = try? DurableFile.read("/proc/self/task/\(getpid())/children", maximumBytes: 1 << 20) else {
            return 0
        }
        return children.split(separator: UInt8(ascii: " ")).count
    }
}
