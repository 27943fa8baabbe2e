import Glibc
import MLOpsControl
import Testing

/// Success is only what a whole record says.
@Suite struct `The record of an attempt` {
    @Test(arguments: ["", "garbage\n", "version=1\n", "version=99\nkind=exited\ncode=0\nend=1\n", "\0\0\0\0"])
    func `B13 a record that is not whole is never a success`(_ content: String) async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting, step: "retry: { attempts: 1 }")) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            try await daemon.crash()
            let record = "state/runs/\(run)/attempts/main.1/exit"
            try await daemon.open(gateOf: run)
            try await eventually("the job does not end") { daemon.sandbox.exists(record) }
            try daemon.sandbox.write(bytes: Array(content.utf8), to: record)
            try await daemon.start()
            let detail = try await daemon.ended(run)
            #expect(detail.run.outcome == .failed, "\(detail)")
            #expect(detail.steps.first?.attempts.first?.result == .lost, "\(detail.steps)")
        }
    }

    @Test func `B27 an attempt whose shim was killed is lost, and its job is dead`() async throws {
        let script = "echo $$ >job\n" + Pipeline.waiting
        try await withDaemon(pipeline: Pipeline.onDemand(script, step: "retry: { attempts: 1 }")) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            let job = try #require(daemon.sandbox.lines("src/job").first.flatMap { pid_t($0) })
            let shim = try #require(ProcessTable.parent(of: job))
            kill(shim, SIGKILL)
            let detail = try await daemon.ended(run)
            #expect(detail.run.outcome == .failed)
            #expect(detail.steps.first?.attempts.map(\.result) == [.lost], "\(detail.steps)")
            try await eventually("the job lives on") { kill(job, 0) != 0 }
        }
    }

    @Test func `B19 a step gets nothing of the daemon's but its contract`() async throws {
        let script = """
            ls /proc/self/fd >fds
            grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status >signals
            env | cut -d = -f 1 | sort >names
            """
        let environment = ["LD_PRELOAD_NOT": "x", "SECRET": "x", "NOTIFY_SOCKET": "@nobody"]
        try await withDaemon(pipeline: Pipeline.onDemand(script), environment: environment) { daemon in
            _ = try await daemon.ended(daemon.run())
            // 3 is the directory that ls itself reads.
            #expect(daemon.sandbox.lines("src/fds") == ["0", "1", "2", "3"])
            for line in daemon.sandbox.lines("src/signals") where !line.hasPrefix("SigCgt") {
                #expect(line.hasSuffix("\t0000000000000000"), "\(line)")
            }
            let names = daemon.sandbox.lines("src/names")
            for name in ["SECRET", "LD_PRELOAD_NOT", "NOTIFY_SOCKET"] { #expect(!names.contains(name[...]), "\(name)") }
            for name in [
                "MLOPS_PIPELINE", "MLOPS_RUN_ID", "MLOPS_STEP", "MLOPS_ATTEMPT", "MLOPS_REASON", "MLOPS_TRIGGER",
                "MLOPS_MANIFEST", "MLOPS_WORK", "MLOPS_MODEL", "MLOPS_METRICS", "MLOPS_CHAMPION", "TMPDIR", "PATH",
            ] {
                #expect(names.contains(name[...]), "\(name) is missing in \(names)")
            }
        }
    }

    @Test func `B17 no child is left unreaped`() async throws {
        let script = "i=0; while [ $i -lt \(Tier.isFull ? 2000 : 200) ]; do (exit 0) & i=$((i + 1)); done; wait"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            for _ in 0..<3 { _ = try await daemon.ended(daemon.run()) }
            // One shim waits for the next attempt.
            try await eventually("children are left: \(ProcessTable.children(of: daemon.pid))") {
                let children = ProcessTable.children(of: daemon.pid)
                return children.count <= 1 && children.allSatisfy { $0.state != "Z" }
            }
        }
    }

    @Test func `B20 a flood of output blocks neither the step nor the daemon`() async throws {
        let megabytes = Tier.isFull ? 1000 : 100
        let script = """
            head -c \(megabytes)M /dev/zero
            head -c 10M /dev/zero | tr '\\0' x
            printf '\\nthe end \\377\\376\\n'
            """
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let run = try await daemon.run()
            let detail = try await daemon.ended(run)
            #expect(detail.run.outcome == .succeeded, "\(detail)")
            // All of it, most of which is one line of escapes, takes an unoptimised build minutes to print.
            let logs = try await daemon.ctl(["logs", run] + (Tier.isFull ? [] : ["-n", "2"]))
            #expect(logs.end == .exited(0) && logs.output.contains("the end"))
            let status: StatusResponse = try await daemon.ask("status")
            #expect((status.daemon.residentBytes ?? 0) < 256 << 20)
        }
    }
}
