import Glibc
import MLOpsControl
import Testing

/// B1: what can not be started is said so once, with its reason, and not tried again.
@Suite struct `A step that can not be started` {
    static func pipeline(_ program: String) -> String {
        """
        directory: "@ROOT@/src"
        policy: { cooldown: 0s }
        steps: { main: { run: [\(program)] } }
        """
    }

    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var program: String
        var mode: mode_t?
        var content = "#!/bin/sh\n"
        var says: String
    }

    static let cases = [
        Case(testDescription: "missing", program: "./step", says: "No such file"),
        Case(testDescription: "not in PATH", program: "no-such-program-here", says: "No such file"),
        Case(testDescription: "not executable", program: "./step", mode: 0o600, says: "Permission denied"),
        Case(testDescription: "without #!", program: "./step", mode: 0o700, content: "echo\n", says: "#!"),
        Case(
            testDescription: "for another machine", program: "./step", mode: 0o700,
            content: "\u{7F}ELF\u{2}\u{1}\u{1}" + String(repeating: "\0", count: 60), says: "for this machine"),
        Case(
            testDescription: "interpreter missing", program: "./step", mode: 0o700, content: "#!/no/such\n",
            says: "No such file"),
        Case(testDescription: "a directory", program: "./", says: "Permission denied"),
    ]

    @Test(arguments: cases)
    func `B1 fails with its reason and is not retried`(_ example: Case) async throws {
        try await withDaemon(
            pipeline: Self.pipeline(example.program),
            prepare: { sandbox in
                guard let mode = example.mode else { return }
                try sandbox.write(bytes: Array(example.content.utf8), to: "src/step")
                chmod(sandbox.path + "/src/step", mode)
            }
        ) { daemon in
            let run = try await daemon.ended(daemon.run())
            #expect(run.run.outcome == .failed)
            let step = try #require(run.steps.first)
            #expect(step.attempts.count == 1 && step.attempts.first?.result == .failedToStart, "\(step)")
            #expect(step.detail?.contains(example.says) == true, "\(step)")
        }
    }

    @Test func `B2 says that the working directory is missing`() async throws {
        let pipeline = Pipeline.onDemand("true")
        try await withDaemon(pipeline: pipeline) { daemon in
            rename(daemon.sandbox.path + "/src", daemon.sandbox.path + "/moved")
            let run = try await daemon.ended(daemon.run())
            #expect(run.run.outcome == .failed)
            #expect(run.steps.first?.detail?.contains("/src") == true, "\(run.steps)")
        }
    }

    @Test(arguments: [203, 217, 200, 127, 126])
    func `B3 an exit status is the job's, whatever others mean by it`(_ code: Int32) async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("exit \(code)")) { daemon in
            let run = try await daemon.ended(daemon.run())
            #expect(run.steps.first?.attempts.first?.exitCode == code, "\(run.steps)")
            #expect(run.steps.first?.attempts.first?.result == .exited)
        }
    }
}
