import Glibc
import MLOpsControl
import Testing

/// Programs that the daemon waits for when it dies.
@Suite struct `Orphans` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training,
        more: """
            gates:
              model:
                - check: [sh, -c, 'echo $$ >>checks; sleep 1000 & echo $! >>checks; read -r x <gate.check']
                  timeout: 1h
            """)

    @Test func `checks of a daemon that was killed are ended, with what they started, and made again`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            mkfifo(daemon.sandbox.path + "/src/gate.check", 0o600)
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            try await eventually("the check does not start: \(daemon.log)") {
                daemon.sandbox.lines("src/checks").count == 2
            }
            let first = daemon.sandbox.lines("src/checks").compactMap { pid_t($0) }
            try await daemon.crash()
            #expect(first.allSatisfy { kill($0, 0) == 0 }, "they ended by themselves")
            try await daemon.start()
            try await eventually("the check is not made again: \(daemon.log)") {
                daemon.sandbox.lines("src/checks").count == 4
            }
            try await eventually("an orphan lives on") {
                first.allSatisfy { kill($0, 0) != 0 || ProcessTable.text("/proc/\($0)/stat")?.contains(") Z") == true }
            }
            let gate = try await eventually("nobody waits at the gate") {
                let gate = open(daemon.sandbox.path + "/src/gate.check", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
                return gate >= 0 ? gate : nil
            }
            write(gate, "on\n", 3)
            close(gate)
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded, "\(run)")
        }
    }
}
