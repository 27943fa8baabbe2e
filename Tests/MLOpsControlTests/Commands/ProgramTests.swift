import FoundationEssentials
import MLOpsControl
import Testing

/// The program as a shell sees it: what it writes where, and the status that it ends with.
@Suite struct `mlopsctl` {
    @Test func `G10 without a daemon it says so at once`() async throws {
        var run = try await ProgramRun.mlopsctl(["status", "--socket", "/tmp/there-is-no-such-socket"])
        // Debug builds on a loaded machine need a part of the 200 ms; a moment in which it does something else may pass.
        for _ in 1...20 where run.milliseconds >= 2000 {
            run = try await ProgramRun.mlopsctl(["status", "--socket", "/tmp/there-is-no-such-socket"])
        }
        #expect(run.status == 69)
        #expect(run.output.isEmpty)
        #expect(
            run.errors == """
                error: cannot connect to /tmp/there-is-no-such-socket: No such file or directory
                hint: is mlopsd.service running? systemctl status mlopsd

                """)
        #expect(run.milliseconds < 2000)
    }

    @Test func `errors are JSON where answers are`() async throws {
        let run = try await ProgramRun.mlopsctl(["status", "--json", "--socket", "/tmp/there-is-no-such-socket"])
        #expect(run.status == 69)
        #expect(run.errors.hasPrefix(#"{"hints":["#))
        #expect(run.errors.hasSuffix("}\n"))
    }

    @Test(
        arguments: [
            (["bogus"], 2), (["status", "--bogus"], 2), (["list-runs", "-n", "0"], 2), (["show"], 2),
            (["cancel", "churn"], 2), (["run", "churn", "--param", "x"], 2), (["calendar", "*-02-30"], 1),
            (["check", "/tmp/there-is-no-such.yaml"], 78), (["help"], 0), (["--version"], 0), ([], 0),
        ] as [([String], Int32)])
    func `ends with the status that the manual names`(arguments: [String], status: Int32) async throws {
        let run = try await ProgramRun.mlopsctl(arguments)
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.isEmpty == (status == 0))
        if status == 2 { #expect(run.errors.hasPrefix("error: ")) }
    }

    @Test(
        arguments: [
            (["staus"], "staus", "did you mean \"status\"?"),
            (["--json", "list-run"], "list-run", "did you mean \"list-runs\"?"),
            (["frobnicate", "--all"], "frobnicate", "mlopsctl help lists the verbs"),
            (["churn"], "churn", "mlopsctl help lists the verbs"),
        ] as [([String], String, String)])
    func `a verb that there is not is told of, with the one that was meant`(
        arguments: [String], word: String, hint: String
    ) async throws {
        let run = try await ProgramRun.mlopsctl(arguments)
        #expect(run.status == 2)
        #expect(run.errors == "error: there is no verb \"\(word)\"\nhint: \(hint)\n")
    }

    @Test(
        arguments: [
            (ProblemCode.notFound, 404, 4), (.notPermitted, 403, 77), (.conflict, 409, 1), (.invalid, 422, 2),
            (.internalError, 500, 70), (.unavailable, 503, 69),
        ] as [(ProblemCode, Int, Int32)])
    func `a refusal has a status of its kind`(code: ProblemCode, http: Int, status: Int32) async throws {
        try await FakeDaemon.run { _ in
            try .problem(http, code, "no\u{1B}[2J", hint: "try")
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["status", "churn", "--socket", daemon.socket])
            #expect(run.status == status)
            #expect(run.errors == "error: no\\x1b[2J\nhint: try\n")
        }
    }

    @Test func `status is a page, or JSON that reads back`() async throws {
        try await FakeDaemon.run { _ in
            try .json(StatusResponse.example)
        } _: { daemon in
            let page = try await ProgramRun.mlopsctl(["status", "--socket", daemon.socket])
            #expect(page.status == 0)
            #expect(page.output.hasPrefix("● mlopsd 0.1.0 - degraded\n"))
            #expect(!page.output.contains("\u{1B}"))
            let json = try await ProgramRun.mlopsctl(["status", "--json", "--socket", daemon.socket])
            #expect(json.output.split(separator: "\n").count == 1)
            #expect(try ControlJSON.decode(StatusResponse.self, from: Data(json.output.utf8)) == .example)
        }
    }

    @Test(arguments: [(PipelineSummary.churn, 0), (.flights, 3)] as [(PipelineSummary, Int32)])
    func `status of a pipeline tells whether it is active`(pipeline: PipelineSummary, status: Int32) async throws {
        try await FakeDaemon.run { _ in
            try .json(PipelineDetail(pipeline: pipeline))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["status", pipeline.name, "--socket", daemon.socket])
            #expect(run.status == status)
        }
    }

    @Test func `status of a failed run ends with what it wrote last`() async throws {
        try await FakeDaemon.run { request in
            request.target == "/v1/runs/r15/logs?tail=10"
                ? try .lines([LogLine(step: "train", attempt: 2, text: "KeyError: 'age'")])
                : try .json(RunDetail.example)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["status", "r15", "--socket", daemon.socket])
            #expect(run.status == 3)
            #expect(run.output.hasSuffix("\nLast lines of train:\n  KeyError: 'age'\n"))
        }
    }

    @Test(arguments: [
        (["alias", "flights/1", "best"], "\"flights/1\" is not a pipeline"),
        (["tag", "flights/1", "=x"], "\"=x\" is not a tag"),
        (["lineage", "r5"], "\"r5\" is not a model version or a file"),
    ])
    func `what has the form of another thing is told so, without the daemon`(
        arguments: [String], text: String
    ) async throws {
        let run = try await ProgramRun.mlopsctl(arguments + ["--socket", "/nonexistent"])
        #expect(run.status == 2 && run.errors.contains(text), "\(run)")
    }

    @Test func `G12 a reader that has gone ends it quietly`() async throws {
        try await FakeDaemon.run { _ in
            try .lines((1...1000).map { LogLine(step: "s", attempt: 1, text: "\($0)") })
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["logs", "r1", "--socket", daemon.socket], output: .broken)
            #expect(run.status == 0)
            #expect(run.errors.isEmpty)
        }
        let help = try await ProgramRun.mlopsctl(["help"], output: .broken)
        #expect(help.status == 0)
        #expect(help.errors.isEmpty)
    }

    @Test func `G12 a closed stdout never becomes the socket`() async throws {
        try await FakeDaemon.run { _ in
            try .json(StatusResponse.example)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["status", "--socket", daemon.socket], output: .closed)
            #expect(run.status == 0)
            #expect(run.errors.isEmpty)
            #expect(daemon.requests.map(\.target) == ["/v1/status"])
        }
    }

    @Test func `G12 without a locale and a terminal type it writes ASCII`() async throws {
        try await FakeDaemon.run { _ in
            try .json(StatusResponse.example)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(
                ["status", "--socket", daemon.socket], environment: ["LANG": "C", "TERM": "", "COLUMNS": "20"])
            #expect(run.status == 0)
            #expect(run.output.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test func `logs go where they are asked for`() async throws {
        let line = LogLine(step: "train", attempt: 1, text: "loss 0.5")
        try await FakeDaemon.run { _ in
            try .lines([line])
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(
                ["logs", "r1", "-f", "--step", "train", "-n", "5", "--socket", daemon.socket])
            #expect(run.output == "loss 0.5\n")
            #expect(daemon.requests.first?.target == "/v1/runs/r1/logs?step=train&tail=5&follow=1")
        }
    }

    @Test func `logs go on behind the last line when the daemon is restarted`() async throws {
        let lines = (1...3).map { LogLine(step: "train", attempt: 1, text: "line \($0)", cursor: "train.1.\($0 * 7)") }
        try await FakeDaemon.run { request in
            request.target.contains("after=train.1.14")
                ? try .lines([lines[2]]) : try .lines(Array(lines[..<2]), end: .cut)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["logs", "r1", "-f", "-n", "5", "--socket", daemon.socket])
            #expect(run.output == "train: line 1\ntrain: line 2\ntrain: line 3\n" && run.status == 0)
            #expect(
                daemon.requests.map(\.target) == [
                    "/v1/runs/r1/logs?tail=5&follow=1", "/v1/runs/r1/logs?follow=1&after=train.1.14",
                ])
        }
    }

    @Test func `logs end when the daemon does not come back`() async throws {
        let line = LogLine(step: "train", attempt: 1, text: "loss 0.5", cursor: "train.1.7")
        try await FakeDaemon.run { request in
            try .lines(request.target.contains("after") ? [] : [line], end: .cut)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["logs", "r1", "--timeout", "50ms", "--socket", daemon.socket])
            #expect(run.status == 124 && run.output == "train: loss 0.5\n")
            #expect(run.errors.hasSuffix("error: mlopsd has not come back after 50ms\n"))
        }
    }

    @Test func `completion offers what the daemon knows and is silent without it`() async throws {
        let words = ["---completion", "status", "--", "positional@0", "2", "0", "mlopsctl", "status", "--socket"]
        try await FakeDaemon.run { _ in
            try .json([PipelineSummary.churn, .flights])
        } _: { daemon in
            var run = try await ProgramRun.mlopsctl(words + [daemon.socket, ""])
            // A loaded machine may need more than the 200 ms that a person at the keyboard has patience for.
            for _ in 1...100 where run.output.allSatisfy(\.isNewline) {
                run = try await ProgramRun.mlopsctl(words + [daemon.socket, ""])
            }
            #expect(run.output.split(separator: "\n") == ["churn", "flights"])
            #expect(run.status == 0)
        }
        let down = try await ProgramRun.mlopsctl(words + ["/tmp/there-is-no-such-socket", ""])
        #expect(down.output.trimmingPrefix("\n").isEmpty)
        #expect(down.errors.isEmpty)
    }
}

@Suite struct `mlopsctl doctor` {
    @Test func `without a daemon checks the host`() async throws {
        let run = try await ProgramRun.mlopsctl(["doctor", "--socket", "/tmp/there-is-no-such-socket"])
        #expect(run.status == 1)
        #expect(run.output.contains("✗ socket"))
        #expect(run.output.contains("fix: is mlopsd.service running? systemctl status mlopsd"))
        #expect(run.output.contains("inotify-watches"))
    }

    @Test func `with one asks it, and compares versions`() async throws {
        try await FakeDaemon.run { request in
            request.target == "/v1/version"
                ? try .json(VersionResponse(name: "mlopsd", version: "0.0.9", api: 1))
                : try .json(DoctorResponse(checks: [DoctorCheck(name: "record", status: .ok, detail: "is whole")]))
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["doctor", "--json", "--socket", daemon.socket])
            #expect(run.status == 0)
            let checks = try ControlJSON.decode([DoctorCheck].self, from: Data(run.output.utf8))
            #expect(checks.map(\.name) == ["socket", "version", "record"])
            #expect(checks.map(\.status) == [.ok, .warning, .ok])
        }
    }
}
