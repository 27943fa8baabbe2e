import Glibc
import MLOpsControl
import Testing

@Suite struct `Signals` {
    @Test func `SIGTERM ends the daemon at once and its runs not at all`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            #expect(try await daemon.stop() == .exited(0))
            try await daemon.start()
            try await daemon.open(gateOf: run)
            #expect(try await daemon.ended(run).run.outcome == .succeeded)
        }
    }

    @Test func `A14 a daemon that was stopped and continued starts nothing twice`() async throws {
        // Each run wants two files: what came together is used together, whichever is seen first.
        let triggers = "new: { new_data: data, quiet_period: 0s, min_files: 2 }"
        try await withDaemon(pipeline: Pipeline.watching(Pipeline.waiting, triggers: triggers)) { daemon in
            for name in ["a.csv", "aa.csv"] { try daemon.sandbox.deliver(name, "1\n") }
            try await daemon.waits("r1")
            daemon.send(SIGSTOP)
            try daemon.sandbox.deliver("b.csv", "1\n")
            try daemon.sandbox.deliver("c.csv", "1\n")
            try await daemon.open(gateOf: "r1")
            try await eventually("the job does not end") {
                daemon.sandbox.exists("state/runs/r1/attempts/main.1/exit")
            }
            daemon.send(SIGCONT)
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
            try await daemon.open(gateOf: "r2")
            let second = try await daemon.ended("r2")
            #expect(second.manifest?.newFiles == 2)
            try await daemon.idle()
            #expect(try await daemon.runs().count == 2)
        }
    }

    @Test func `A16 a storm of SIGHUP is answered by few reads`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let before: StatusResponse = try await daemon.ask("status")
            for _ in 0..<1000 { daemon.send(SIGHUP) }
            try daemon.sandbox.define("after", Pipeline.onDemand("true"))
            daemon.send(SIGHUP)
            _ = try await eventually("the last SIGHUP is not obeyed") {
                try await daemon.client.get(.pipelines, as: [PipelineSummary].self).contains { $0.name == "after" }
                    ? true : nil
            }
            let after: StatusResponse = try await daemon.ask("status")
            let reads = daemon.log.split(separator: "\n").count { $0.contains("configuration in force") }
            #expect(reads < 200, "\(reads) reads of the configuration")
            let grown = (after.daemon.residentBytes ?? 0) - (before.daemon.residentBytes ?? 0)
            #expect(grown < 32 << 20, "memory grew by \(grown)")
        }
    }

    @Test func `A18 a second daemon on the same state ends and says who has it`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let first = daemon.pid
            let second = DaemonProcess(in: daemon.sandbox)
            #expect(try await second.startInVain() == .exited(1))
            #expect(second.log.contains("\(first)"), "\(second.log)")
            #expect(await daemon.isReady)
            _ = try await daemon.ended(daemon.run())
        }
    }

    @Test func `a second daemon with a state of its own leaves the socket of the first to it`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let second = DaemonProcess(in: try Sandbox(), socket: daemon.sandbox.socket)
            #expect(try await second.startInVain() == .exited(69))
            #expect(second.log.contains("another daemon serves it"), "\(second.log)")
            #expect(await daemon.isReady)
            _ = try await daemon.ended(daemon.run())
        }
    }

    @Test func `what took the place of its socket outlives the daemon`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            try #require(rename(daemon.sandbox.socket, daemon.sandbox.path + "/moved.sock") == 0)
            try daemon.sandbox.write("another's\n", to: "mlopsd.sock")
            #expect(try await daemon.stop() == .exited(0))
            #expect(daemon.sandbox.text("mlopsd.sock") == "another's\n")
            unlink(daemon.sandbox.socket)
        }
    }

    @Test func `the service manager hears of the start and the stop`() async throws {
        let sandbox = try Sandbox()
        let manager = try NotifySocket(at: sandbox.path + "/notify")
        try sandbox.define("p", Pipeline.onDemand("env >environment"))
        let daemon = DaemonProcess(in: sandbox, environment: ["NOTIFY_SOCKET": manager.path])
        do {
            try await daemon.start()
            let ready = try await manager.next { $0.contains("READY=1") }
            #expect(ready.contains("STATUS="), "\(ready)")
            _ = try await daemon.ended(daemon.run())
            #expect(sandbox.text("src/environment")?.contains("NOTIFY_SOCKET") == false)
            try await daemon.stop()
            _ = try await manager.next { $0.contains("STOPPING=1") }
        } catch {
            await daemon.tearDown()
            throw error
        }
        await daemon.tearDown()
    }
}
