import CMLOpsLinux
import Glibc
import MLOpsLinux
import Testing

@Suite struct `Shim record` {
    let attempt: Attempt
    let scratch: Scratch

    init() throws {
        attempt = try Attempt()
        scratch = attempt.scratch
    }

    @Test func `an empty directory was not started`() throws {
        #expect(try ShimRecord.inspect(attempt.record) == .notStarted)
    }

    @Test func `a missing directory is an error, not an attempt that never started`() {
        #expect(throws: LinuxError("open record directory", "/nonexistent/x", .system(ENOENT))) {
            try ShimRecord.inspect("/nonexistent/x")
        }
    }

    @Test func `B13 no beginning of a record and no record with a changed byte is ever a success`() async throws {
        let record = try await attempt.run("exit 0")
        let whole = try DurableFile.read(scratch.path("record/exit"), maximumBytes: 1 << 16)
        for length in 0..<whole.count {
            try DurableFile.write(whole.prefix(length), to: scratch.path("record/exit"))
            try expectNotSuccess("the first \(length) bytes")
        }
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0x80  // no longer UTF-8, or another character
            try DurableFile.write(changed, to: scratch.path("record/exit"))
            try expectNotSuccess("byte \(index) changed")
        }
        try DurableFile.write(whole, to: scratch.path("record/exit"))
        #expect(try ShimRecord.inspect(attempt.record) == .exited(record))
    }

    @Test(
        arguments: [
            ("version=1", "version=2", ShimRecord.Flaw.version(2)), ("end=1\n", "end=1\nend=1\n", .malformed),
            ("end=1\n", "end=1\nextra\n", .truncated), ("kind=exited", "kind=finished", .malformed),
            ("kind=exited", "kind=signaled", .malformed), ("code=0", "code=zero", .malformed),
            ("code=0", "code=-1", .malformed), ("signal=0", "signal=9", .malformed), ("core=0\n", "", .malformed),
            ("code=0\n", "code=0\ncode=0\n", .malformed), ("boot_id=", "boot_id=x", .malformed),
            ("pid=", "pid=1", .foreign), ("start_ticks=", "start_ticks=1", .foreign),
        ] as [(String, String, ShimRecord.Flaw)])
    func `B13 a record that is not exactly right is lost`(good: String, bad: String, flaw: ShimRecord.Flaw) async throws
    {
        _ = try await attempt.run("exit 0")
        let text = try #require(scratch.read("record/exit"))
        let range = try #require(text.firstRange(of: "\n" + good) ?? text.firstRange(of: good))
        let changed =
            text[..<range.lowerBound] + (text[range].hasPrefix("\n") ? "\n" : "") + bad + text[range.upperBound...]
        try DurableFile.write(changed.utf8, to: scratch.path("record/exit"))
        #expect(try ShimRecord.inspect(attempt.record) == .lost(flaw))
    }

    @Test func `B11 what the kernel killed is read, and an older shim may not have written it`() async throws {
        let record = try await attempt.run("exit 0")
        #expect(record.memoryKills == 0 && record.memoryLimit == nil)
        try replace("memory_kills=0\nmemory_limit=0", with: "memory_kills=2\nmemory_limit=67108864", in: "record/exit")
        guard case .exited(let killed) = try ShimRecord.inspect(attempt.record) else { Issue.record("lost"); return }
        #expect(killed.memoryKills == 2 && killed.memoryLimit == 67_108_864)
        try replace("memory_kills=2\nmemory_limit=67108864\n", with: "", in: "record/exit")
        #expect(try ShimRecord.inspect(attempt.record) == .exited(record))
    }

    @Test func `B13 a record of another boot's process of the same number is foreign`() async throws {
        _ = try await attempt.run("exit 0")
        try replace(BootClock.bootID, with: otherBoot, in: "record/exit")
        #expect(try ShimRecord.inspect(attempt.record) == .lost(.foreign))
    }

    @Test func `B13 a record without a claim is not applied`() async throws {
        _ = try await attempt.run("exit 0")
        unlink(scratch.path("record/claim"))
        #expect(try ShimRecord.inspect(attempt.record) == .lost(.unclaimed))
    }

    @Test func `B13 a record that is a symbolic link or a FIFO is not followed and does not block`() async throws {
        _ = try await attempt.run("exit 0")
        let exit = scratch.path("record/exit")
        #expect(rename(exit, scratch.path("elsewhere")) == 0)
        #expect(symlink(scratch.path("elsewhere"), exit) == 0)
        try expectNotSuccess("a link")
        unlink(exit)
        #expect(mkfifo(exit, 0o600) == 0)
        try expectNotSuccess("a FIFO")
    }

    @Test func `B28 a claim of an earlier boot without a record is interrupted`() async throws {
        _ = try await attempt.run("exit 0")
        unlink(scratch.path("record/exit"))
        guard case .lost(.missing) = try ShimRecord.inspect(attempt.record) else { Issue.record("not lost"); return }
        try replace(BootClock.bootID, with: otherBoot, in: "record/claim")
        guard case .interrupted(let claim) = try ShimRecord.inspect(attempt.record) else {
            Issue.record("not interrupted")
            return
        }
        #expect(claim.bootID == otherBoot)
    }

    @Test func `B28 a record that was written before the machine went down counts`() async throws {
        _ = try await attempt.run("exit 3")
        for name in ["record/claim", "record/exit"] { try replace(BootClock.bootID, with: otherBoot, in: name) }
        guard case .exited(let record) = try ShimRecord.inspect(attempt.record) else {
            Issue.record("not exited"); return
        }
        #expect(record.code == 3)
    }

    @Test func `a record is not believed while the shim lives`() async throws {
        let shim = try await attempt.startReady("ready; exec sleep 1000")
        try DurableFile.write("kind=exited\ncode=0\nend=1\n".utf8, to: scratch.path("record/exit"))
        guard case .running(let claim) = try ShimRecord.inspect(attempt.record) else {
            Issue.record("not running"); return
        }
        #expect(claim?.pid == shim.pid)
        _ = try ShimProcess.cancel(recordDirectory: attempt.record)
        #expect(try await attempt.exit(of: shim).kind == .cancelled)
    }

    @Test func `B16 a process that only has the claimed pid is not signalled`() async throws {
        let bystander = try ProcessHandle.spawn(SpawnRequest(arguments: ["/bin/sleep", "1000"], environment: []))
        let ticks = try #require(ProcessStatus.startTicks(of: bystander.pid))
        let alive = open(scratch.path("record/alive"), O_RDWR | O_CREAT, 0o600)
        #expect(mlops_lock_take(alive) == 0)
        defer { close(alive) }
        try writeClaim(pid: bystander.pid, ticks: ticks + 1)
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .notRunning)
        #expect(bystander.isRunning)
        try writeClaim(pid: bystander.pid, ticks: ticks)
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .requested)
        #expect(try await Attempt.monitor.end(of: bystander) == .signaled(SIGTERM, core: false))
    }

    @Test func `B16 a claim whose lock is free is never signalled`() async throws {
        let bystander = try ProcessHandle.spawn(SpawnRequest(arguments: ["/bin/sleep", "1000"], environment: []))
        try writeClaim(pid: bystander.pid, ticks: try #require(ProcessStatus.startTicks(of: bystander.pid)))
        #expect(try ShimProcess.cancel(recordDirectory: attempt.record) == .notRunning)
        #expect(bystander.isRunning)
        try bystander.send(SIGKILL)
        _ = try await Attempt.monitor.end(of: bystander)
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `B12 a job that fills the disk does not take its own record along`() async throws {
        try #require(mount("none", attempt.record, "tmpfs", 0, "size=256k") == 0)
        defer { umount2(attempt.record, Int32(MNT_DETACH)) }
        let record = try await attempt.run("head -c 1000000 /dev/zero > record/big; exit 6")
        #expect(record.code == 6)
    }

    private let otherBoot = "00000000-0000-4000-8000-000000000000"

    private func expectNotSuccess(_ what: Comment) throws {
        guard case .lost = try ShimRecord.inspect(attempt.record) else {
            Issue.record(what)
            return
        }
    }

    private func replace(_ old: String, with new: String, in name: String) throws {
        let text = try #require(scratch.read(name))
        try DurableFile.write(text.replacing(old, with: new).utf8, to: scratch.path(name))
    }

    private func writeClaim(pid: Int32, ticks: UInt64) throws {
        let text = "version=1\npid=\(pid)\nstart_ticks=\(ticks)\nboot_id=\(BootClock.bootID)\nend=1\n"
        try DurableFile.write(text.utf8, to: scratch.path("record/claim"))
    }
}
