import Glibc
import MLOpsControl
import Testing

/// G10 and G12: mlopsctl where it is used.
@Suite struct `The command line` {
    @Test func `G10 without a daemon it says so at once, with status 69`() async throws {
        let sandbox = try Sandbox()
        let daemon = DaemonProcess(in: sandbox)
        let result = try await daemon.ctl(["status"])
        #expect(result.end == .exited(69))
        #expect(result.errors.contains("cannot connect to \(sandbox.socket)"), "\(result.errors)")
        #expect(result.errors.contains("systemctl status mlopsd"))
    }

    /// A stand-in for systemctl says what it was asked.
    @Test(.enabled(if: geteuid() == 0, "only root applies"))
    func `apply without a daemon says what is done and what is not, with status 69`() async throws {
        let sandbox = try Sandbox()
        let script = sandbox.path + "/elsewhere/systemctl"
        try sandbox.write("#!/bin/sh\necho \"$*\" >>'\(sandbox.path)/asked'\n", to: "elsewhere/systemctl")
        chmod(script, 0o700)
        let result = try await DaemonProcess(in: sandbox)
            .ctl(["apply"], environment: ["PATH": "\(sandbox.path)/elsewhere:/usr/bin:/bin", "LANG": "C.UTF-8"])
        #expect(result.end == .exited(69), "\(result)")
        #expect(sandbox.lines("asked").contains { $0.hasSuffix("daemon-reload") })
        #expect(result.errors.contains("the units of steps are made, and nothing else is in force"), "\(result)")
        #expect(result.errors.contains("systemctl start mlopsd"), "\(result)")
    }

    @Test func `a count may stand at its option`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            for number in 1...2 {
                #expect(try await daemon.run() == "r\(number)")
                _ = try await daemon.ended("r\(number)")
            }
            let one = try await daemon.ctl(["list-runs", "-n1", "--no-legend"])
            #expect(one.end == .exited(0) && one.output.split(separator: "\n").count == 1, "\(one)")
        }
    }

    /// Only who may raise a priority does; to others libdispatch would complain of each thread.
    @Test(.enabled(if: access("/usr/bin/setpriv", X_OK) == 0 && geteuid() == 0, "rights are taken from root"))
    func `nothing is said of priorities that threads do not get`() async throws {
        let sandbox = try Sandbox()
        try sandbox.define("p", Pipeline.onDemand("true"))
        let result = try await Command.shell(
            """
            cd '\(sandbox.path)'
            setpriv --bounding-set=-all --inh-caps=-all '\(BuiltProgram.mlopsd.path)' \\
              --config "$PWD/etc" --state "$PWD/state" --socket "$PWD/mlopsd.sock" & daemon=$!
            until $CTL --socket "$PWD/mlopsd.sock" run p --wait --json; do kill -0 $daemon || exit 1; done
            kill $daemon; wait $daemon
            """, environment: ["PATH": "/usr/bin:/bin", "LIBDISPATCH_LOG": "stderr"],
            scratch: sandbox.path + "/elsewhere")
        #expect(result.end == .exited(0) && !result.errors.contains("priority"), "\(result)")
    }

    @Test func `a wrong command line ends both programs with status 2`() async throws {
        let sandbox = try Sandbox()
        for program in [BuiltProgram.mlopsd, .mlopsctl] {
            let result = try await Command.run(
                program.path, ["--bogus"], environment: [:], scratch: sandbox.path + "/elsewhere")
            #expect(result.end == .exited(2) && result.output.isEmpty, "\(program): \(result)")
            #expect(result.errors.contains("--bogus"), "\(program): \(result)")
        }
    }

    @Test func `options may stand before the verb`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let result = try await Command.run(
                BuiltProgram.mlopsctl.path, ["--json", "--socket", daemon.sandbox.socket, "status"], environment: [:],
                scratch: daemon.sandbox.path + "/elsewhere")
            #expect(result.end == .exited(0) && result.output.hasPrefix("{"), "\(result)")
        }
    }

    static let environments: [[String: String]] = [
        [:], ["LANG": "C"], ["LC_ALL": "POSIX", "TERM": "dumb"], ["TERM": ""], ["COLUMNS": "20", "TERM": "xterm"],
        ["NO_COLOR": "1"], ["PAGER": "/nonexistent", "LANG": "C"],
    ]

    @Test func `G12 any environment is good enough`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            for environment in Self.environments {
                for verb in [
                    ["status"], ["status", "p"], ["list-runs"], ["list-triggers"], ["show", "r1"], ["why", "r1"],
                ] {
                    let result = try await daemon.ctl(verb, environment: environment)
                    #expect([.exited(0), .exited(3)].contains(result.end), "\(environment) \(verb): \(result)")
                    #expect(
                        !result.output.isEmpty && !result.output.contains("\u{1B}"), "\(environment) \(verb): \(result)"
                    )
                }
            }
        }
    }

    @Test func `G12 a reader that goes away ends it without a word`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("seq 200000")) { daemon in
            let run = try await daemon.run()
            _ = try await daemon.ended(run)
            let text = "$CTL --version; $CTL logs \(run) --socket \(daemon.sandbox.socket) | head -n 1"
            let result = try await Command.shell(
                text, environment: ["PATH": "/usr/bin:/bin"], scratch: daemon.sandbox.path + "/elsewhere")
            #expect(result.end == .exited(0) && result.errors.isEmpty, "\(result)")
            #expect(result.output.split(separator: "\n").last == "main: 1", "\(result)")
        }
    }

    @Test func `G12 a closed standard output is an error and no crash`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let result = try await Command.shell(
                "$CTL status --socket \(daemon.sandbox.socket) >&-", environment: [:],
                scratch: daemon.sandbox.path + "/elsewhere")
            guard case .exited(let status) = result.end else {
                Issue.record("\(result)")
                return
            }
            #expect(status != 0 || result.errors.isEmpty, "\(result)")
        }
    }

    @Test func `run --wait has the run's outcome as its status, and --propagate the step's`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("exit 7")) { daemon in
            let waited = try await daemon.ctl(["run", "p", "--wait"])
            #expect(waited.end == .exited(1), "\(waited)")
            let propagated = try await daemon.ctl(["run", "p", "--propagate"])
            #expect(propagated.end == .exited(7), "\(propagated)")
        }
    }

    @Test func `logs --follow ends with the run`() async throws {
        let script = "echo before\n" + Pipeline.waiting + "\necho after"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            async let logs = daemon.ctl(["logs", run, "--follow"])
            try await daemon.open(gateOf: run)
            let result = try await logs
            #expect(
                result.end == .exited(0) && result.output.contains("before") && result.output.contains("after"),
                "\(result)")
        }
    }

    @Test func `logs --follow goes on over a restart of the daemon, without loss and without doubling`() async throws {
        let script = "seq 1 50\n" + Pipeline.waiting + "\nseq 51 100"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            let scratch = daemon.sandbox.path + "/elsewhere"
            let text = "$CTL logs \(run) --follow --step main --socket \(daemon.sandbox.socket) | tee \(scratch)/seen"
            async let logs = Command.shell(text, environment: ["PATH": "/usr/bin:/bin"], scratch: scratch)
            try await eventually("the first half is read") {
                daemon.sandbox.lines("elsewhere/seen").last == "50"
            }
            let behind = try await daemon.ctl(["logs", run, "--step", "main", "--after", "main.1.6"])
            #expect(behind.output.hasPrefix("4\n5\n"), "\(behind)")
            try await daemon.stop()
            try await daemon.start()
            try await daemon.open(gateOf: run)
            let result = try await logs
            #expect(result.end == .exited(0), "\(result)")
            #expect(result.output == (1...100).map { "\($0)\n" }.joined())
        }
    }

    @Test func `what does not exist has status 4 and a hint`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            for verb in [
                ["show", "r99"], ["run", "nothing"], ["why", "r99"], ["show", "p/9"], ["logs", "r99"],
                ["cancel", "r99"],
            ] {
                let result = try await daemon.ctl(verb)
                #expect(result.end == .exited(4) && result.errors.contains("hint:"), "\(verb): \(result)")
            }
        }
    }
}
