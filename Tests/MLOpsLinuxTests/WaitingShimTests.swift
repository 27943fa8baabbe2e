import CMLOpsLinux
import Glibc
import MLOpsLinux
import Testing

@Suite struct `A waiting shim` {
    @Test func `runs the attempt that it is given, with that environment and nothing else`() async throws {
        let attempt = try Attempt()
        let waiting = try WaitingShim(shim: Attempt.shim)
        var launch = try attempt.launch(["/bin/sh", "-c", #"echo "$A|$HOME|$1"; pwd"#])
        launch.workingDirectory = attempt.scratch.path
        launch.arguments += ["name", "an argument\nof two lines"]
        launch.environment = ["A=a b", "PATH=/usr/bin:/bin"]
        try waiting.launch(launch)
        let record = try await attempt.exit(of: waiting.process)
        #expect(record.isSuccess)
        #expect(attempt.scratch.read("record/log") == "a b||an argument\nof two lines\n\(attempt.scratch.path)\n")
    }

    @Test func `takes a command line of a megabyte`() async throws {
        let attempt = try Attempt()
        let waiting = try WaitingShim(shim: Attempt.shim)
        var launch = try attempt.launch(["/bin/sh", "-c", #"echo "${#A} ${#B}""#])
        launch.environment =
            ["A", "B"].map { "\($0)=" + String(repeating: "x", count: 100_000) } + ["PATH=/usr/bin:/bin"]
        launch.arguments += ["name"] + (0..<10).map { _ in String(repeating: "y", count: 100_000) }
        try waiting.launch(launch)
        #expect(try await attempt.exit(of: waiting.process).isSuccess)
        #expect(attempt.scratch.read("record/log") == "100000 100000\n")
    }

    @Test func `ends when nobody is left to tell it anything`() async throws {
        let process = try WaitingShim(shim: Attempt.shim).process
        #expect(try await Attempt.monitor.end(of: process) == .exited(code: 0))
    }

    @Test func `holds an attempt without claiming it until it is released`() async throws {
        let attempt = try Attempt()
        let waiting = try WaitingShim(shim: Attempt.shim)
        let launch = try attempt.launch(["/bin/sh", "-c", "echo ran"])
        try waiting.hold(launch)
        try await eventually("it is ready") { attempt.scratch.read("record/claim.tmp")?.isEmpty == false }
        #expect(attempt.scratch.read("record/claim") == nil)
        try waiting.release(launch)
        #expect(try await attempt.exit(of: waiting.process).isSuccess)
        #expect(attempt.scratch.read("record/log") == "ran\n")
    }

    @Test func `never starts an attempt that is held when the daemon ends`() async throws {
        let attempt = try Attempt()
        var waiting: WaitingShim? = try WaitingShim(shim: Attempt.shim)
        let process = try #require(try waiting?.process)
        try waiting?.hold(attempt.launch(["/bin/sh", "-c", "echo >ran"]))
        waiting = nil
        #expect(try await Attempt.monitor.end(of: process) == .exited(code: 0))
        #expect(attempt.scratch.read("record/claim") == nil)
        #expect(attempt.scratch.read("record/log")?.isEmpty ?? true)
    }

    @Test func `A2 waits for another that was told to end before it began the same attempt`() async throws {
        let attempt = try Attempt()
        let first = try WaitingShim(shim: Attempt.shim)
        let second = try WaitingShim(shim: Attempt.shim)
        let launch = try attempt.launch(["/bin/sh", "-c", "echo ran"])
        try first.hold(launch)
        try await eventually("it is ready") { attempt.scratch.read("record/claim.tmp")?.isEmpty == false }
        try second.launch(launch)
        try await eventually("the second wants the lock") { try second.process.hasOpen("/record/alive") }
        first.abandon()
        #expect(try await Attempt.monitor.end(of: first.process) == .exited(code: 0))
        #expect(try await attempt.exit(of: second.process).isSuccess)
        #expect(attempt.scratch.read("record/log") == "ran\n")
    }

    @Test func `that was killed is told of, and the attempt is not started`() async throws {
        let attempt = try Attempt()
        let waiting = try WaitingShim(shim: Attempt.shim)
        try waiting.process.send(SIGKILL)
        #expect(try await Attempt.monitor.end(of: waiting.process) == .signaled(SIGKILL, core: false))
        #expect(throws: LinuxError.self) { try waiting.launch(attempt.launch(["/bin/sh", "-c", "echo >ran"])) }
        #expect(try ShimRecord.inspect(attempt.record) == .notStarted)
        #expect(attempt.scratch.read("ran") == nil)
    }

    @Test(arguments: ["no-network": "sandbox.network", "read-only": "sandbox.read_only"])
    func `refuses an attempt whose unit was to take something from it and did not`(
        _ promise: String, _ key: String
    ) async throws {
        let attempt = try Attempt()
        let manager = try SocketActivation(at: attempt.scratch.path("step.sock"))
        let waiting = try WaitingShim(connectingTo: manager.path)
        try waiting.launch(attempt.launch(["/bin/sh", "-c", "echo ran"]))
        try await manager.startShim(environment: ["MLOPSD_SANDBOX=\(promise)"])
        try await eventually("the record is there") {
            guard case .exited? = try? ShimRecord.inspect(attempt.record) else { return false }
            return true
        }
        guard case .exited(let record) = try ShimRecord.inspect(attempt.record) else { return }
        #expect(record.startFailure?.path == key)
        #expect(record.startFailure?.code == EOPNOTSUPP)
        #expect(attempt.scratch.read("record/log") == "")
    }

    @Test func `is started by a service manager for whoever connects, and tells of its end by closing`() async throws {
        let attempt = try Attempt()
        let manager = try SocketActivation(at: attempt.scratch.path("step.sock"))
        let waiting = try WaitingShim(connectingTo: manager.path)
        try waiting.launch(attempt.launch(["/bin/sh", "-c", "exit 7"]))
        try await manager.startShim()
        let ends = AsyncStream.makeStream(of: Void.self)
        try Attempt.monitor.whenEnded(waiting.shim) { ends.continuation.yield() }
        for await _ in ends.stream { break }
        try await eventually("the record is there") {
            guard case .exited(let record)? = try? ShimRecord.inspect(attempt.record) else { return false }
            return record.code == 7
        }
    }

    @Test func `in a unit ends when its attempt is abandoned, though somebody listens for its end`() async throws {
        let attempt = try Attempt()
        let manager = try SocketActivation(at: attempt.scratch.path("step.sock"))
        let waiting = try WaitingShim(connectingTo: manager.path)
        try waiting.hold(attempt.launch(["/bin/sh", "-c", "echo >ran"]))
        try await manager.startShim()
        let ends = AsyncStream.makeStream(of: Void.self)
        try Attempt.monitor.whenEnded(waiting.shim) { ends.continuation.yield() }
        waiting.abandon()
        for await _ in ends.stream { break }
        #expect(attempt.scratch.read("record/claim") == nil)
    }

    @Test func `can not be had where nobody listens, which says where`() throws {
        let attempt = try Attempt()
        let error = #expect(throws: LinuxError.self) {
            try WaitingShim(connectingTo: attempt.scratch.path("nowhere.sock"))
        }
        #expect(error?.code == ENOENT)
        #expect(error?.object.hasSuffix("nowhere.sock") == true)
    }

    @Test(arguments: [
        "", "1", "1 0", "x\0", "2 0\0--record\0", "1 1\0--wait\0A=1", "-1 0\0", "99999999999999999999 1\0a\0b\0",
        "1 0\0a\0b\0", "1 0 hold\0a", "1 0 hold\0a\0b", "1 0 holds\0a\0", "2 0 hold\0--record\0\n",
    ])
    func `starts nothing for a message that is cut short or wrong`(message: String) async throws {
        let attempt = try Attempt()
        let file = try attempt.scratch.write(message, to: "message")
        let descriptor = Descriptor(owning: open(file, O_RDONLY | O_CLOEXEC))
        var request = SpawnRequest(arguments: [try Attempt.shim, "--wait"], environment: [])
        request.standardInput = descriptor
        let end = try await Attempt.monitor.end(of: ProcessHandle.spawn(request))
        #expect([.exited(code: 0), .exited(code: ShimProcess.Refusal.usage.rawValue)].contains(end))
        #expect(try ShimRecord.inspect(attempt.record) == .notStarted)
    }
}

extension WaitingShim {
    /// Of one that is our child.
    fileprivate var process: ProcessHandle {
        get throws {
            guard case .child(let process) = shim else { return try #require(nil as ProcessHandle?) }
            return process
        }
    }
}

extension ProcessHandle {
    fileprivate func hasOpen(_ suffix: String) throws -> Bool {
        (3..<64).contains { number in
            var target = [UInt8](repeating: 0, count: 4096)
            let length = readlink("/proc/\(pid)/fd/\(number)", &target, target.count)
            return length > 0 && String(decoding: target.prefix(length), as: UTF8.self).hasSuffix(suffix)
        }
    }
}
