import FoundationEssentials
import Glibc
import MLOpsControl
import MLOpsLinux
import Testing

/// Prediction services as their clients meet them: whatever becomes of models, servers and the daemon, they are answered.
@Suite(.timeLimit(.minutes(60))) struct `Serving` {
    private struct Load: Decodable {
        var answers: [String: Int]
        var failures: [String]
    }

    private struct Answer: Decodable {
        var version: String
        var pid: pid_t
    }

    @Test func `answers every request through switches and failed ones`() async throws {
        try await withDaemon(pipeline: ServedPipeline.definition(), prepare: ServedPipeline.prepare) { daemon in
            try await Self.deploy("0.80\n", as: 1, daemon)
            let load = try Self.startLoad(daemon)
            for (number, model) in ["0.81\n", "bad\n0.82\n", "0.83\n", "late\n0.84\n", "0.85\n"].enumerated() {
                let run = try await Self.deploy(model, as: number + 2, daemon)
                let isGood = !model.contains("a")
                #expect(run.run.outcome == (isGood ? .succeeded : .failed), "\(run.run)")
                #expect(try await Self.answer(daemon).version == (isGood ? "p/\(number + 2)" : "p/\(number + 1)"))
                guard !isGood else { continue }
                #expect(run.run.detail?.contains("the model is bad") == true, "\(run.run)")
                #expect(run.run.detail?.hasSuffix("p/\(number + 1) is back") == true, "\(run.run)")
            }
            let result = try await Self.endLoad(load, daemon)
            #expect(result.failures.isEmpty)
            #expect(Set(result.answers.keys) == ["p/1", "p/2", "p/4", "p/6"])
            let service = try #require(try await daemon.pipeline().pipeline.service)
            #expect(service.state == .serving && service.version == "p/6" && service.failures == 0, "\(service)")
            try await Self.hasServers(1, daemon)
            let ledger: [DeploymentSummary] = try await daemon.ask("list-deployments")
            #expect(ledger.first?.service == .serving && ledger.dropFirst().allSatisfy { $0.service == nil })
            let page = try await daemon.ctl(["status", "p"])
            #expect(page.output.contains("serving p/6 at \(daemon.sandbox.path)/predict.sock"), "\(page.output)")
        }
    }

    @Test func `A11 goes on while the daemon is away, and is found again`() async throws {
        try await withDaemon(pipeline: ServedPipeline.definition(), prepare: ServedPipeline.prepare) { daemon in
            try await Self.deploy("0.80\n", as: 1, daemon)
            let pid = try await Self.answer(daemon).pid
            let load = try Self.startLoad(daemon)
            try await daemon.crash()
            #expect(try await Self.answer(daemon).pid == pid)
            try await daemon.start()
            #expect(try await Self.answer(daemon).pid == pid, "a server that lives is not replaced")
            try await Self.deploy("0.81\n", as: 2, daemon)
            #expect(try await Self.answer(daemon).version == "p/2")
            try await daemon.stop()
            #expect(try await Self.answer(daemon).version == "p/2")
            let result = try await Self.endLoad(load, daemon)
            #expect(result.failures.isEmpty)
            try await daemon.start()
            try await Self.hasServers(1, daemon)
        }
    }

    /// Whatever the daemon was at when it was killed, clients are answered and the next daemon ends what it had begun.
    @Test func `A7 answers through kills of the daemon at any moment of a switch`()
        async throws
    {
        let kills = Tier.isFull ? 60 : 4
        try await withDaemon(pipeline: ServedPipeline.definition(), prepare: ServedPipeline.prepare) { daemon in
            try await Self.deploy("0.80\n", as: 1, daemon)
            try await Self.deploy("0.81\n", as: 2, daemon)
            let load = try Self.startLoad(daemon)
            for round in 0..<kills {
                let version = round % 2 + 1
                let _: ActionReply = try await daemon.client.post(
                    .deploy, ["p", "\(version)"], body: PromoteBody(reason: "round \(round)"))
                try await ContinuousClock().sleep(for: .milliseconds(Int.random(in: 0...1500)))
                try await daemon.crash()
                try await daemon.start()
                try await eventually("p/\(version) is not served: \(daemon.log)") {
                    let ledger: [DeploymentSummary] = try await daemon.client.get(.deployments)
                    return ledger.first?.state == .live && ledger.first?.version == "p/\(version)"
                        && ledger.first?.service == .serving
                }
                #expect(try await Self.answer(daemon).version == "p/\(version)")
            }
            let result = try await Self.endLoad(load, daemon)
            #expect(result.failures.isEmpty)
            try await Self.hasServers(1, daemon)
        }
    }

    @Test func `starts a server again that ends, and tells of one that always does`() async throws {
        try await withDaemon(pipeline: ServedPipeline.definition()) { sandbox in
            try ServedPipeline.prepare(sandbox)
            try sandbox.write("#!/bin/sh\necho $MLOPS_EVENT $MLOPS_VERSION >>\"$1\"\n", to: "src/notify")
            try sandbox.write(
                """
                outbox:
                  pager:
                    run: [/bin/sh, "\(sandbox.path)/src/notify", "\(sandbox.path)/elsewhere/told"]
                    events: [service-switched, server-ended, service-broken]

                """, to: "etc/mlopsd.yaml")
        } _: { daemon in
            try await Self.deploy("0.80\n", as: 1, daemon)
            let first = try await Self.answer(daemon).pid
            kill(first, SIGKILL)
            // Waits in the relay until there is another.
            #expect(try await Self.answer(daemon).pid != first)
            #expect(try await daemon.pipeline().pipeline.service?.state == .serving)
            try await eventually("nobody is told: \(daemon.log)") {
                daemon.log.contains("the server of p/1 ended: it was killed by signal 9")
            }
            try daemon.sandbox.write("raise SystemExit('it is worn out')\n", to: "src/server.py")
            kill(try await Self.answer(daemon).pid, SIGKILL)
            try await eventually("the service is never broken: \(daemon.log)") {
                try await daemon.pipeline().pipeline.service?.state == .broken
            }
            let status: StatusResponse = try await daemon.ask("status")
            #expect(status.daemon.reasons.contains { $0.code == "service-broken" && $0.detail.contains("worn out") })
            try await eventually("the pager is not told: \(daemon.log)") {
                daemon.sandbox.lines("elsewhere/told").count == 5
            }
            #expect(
                daemon.sandbox.lines("elsewhere/told") == [
                    "service-switched p/1", "server-ended p/1", "service-switched p/1", "server-ended p/1",
                    "service-broken p/1",
                ])
            try ServedPipeline.prepare(daemon.sandbox)
            try await Self.deploy("0.81\n", as: 2, daemon)
            #expect(try await Self.answer(daemon).version == "p/2")
        }
    }

    @Test func `keeps its address when the relay is killed, and gives it up when it is told to`() async throws {
        try await withDaemon(pipeline: ServedPipeline.definition(), prepare: ServedPipeline.prepare) { daemon in
            try await Self.deploy("0.80\n", as: 1, daemon)
            let pid = try await Self.answer(daemon).pid
            let relays = ProcessTable.processes(of: daemon.sandbox.path).filter {
                ProcessTable.text("/proc/\($0)/cmdline")?.contains("\0--relay\0") == true
                    && ProcessTable.text("/proc/\($0)/cmdline")?.contains("--record") == false
            }
            #expect(relays.count == 1)
            for relay in relays { kill(relay, SIGKILL) }
            #expect(try await Self.answer(daemon).pid == pid, "the server knows nothing of it")
            let plain = Pipeline.watching(Pipeline.training, more: "deploy: { target: \"@ROOT@/live\" }")
            try daemon.sandbox.define("p", plain)
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            try await Self.hasServers(0, daemon)
            try await eventually("the address is kept") { !daemon.sandbox.exists("predict.sock") }
            try daemon.sandbox.define("p", ServedPipeline.definition(serve: "pass: port"))
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            #expect(try await Self.answer(daemon).version == "p/1", "a server on a port of its own")
        }
    }

    @Test func `refuses what can not be served at first, and an address that is taken`() async throws {
        try await withDaemon(pipeline: ServedPipeline.definition(), prepare: ServedPipeline.prepare) { daemon in
            let bad = try await Self.deploy("bad\n0.80\n", as: 1, daemon)
            #expect(bad.run.outcome == .failed && bad.run.detail?.contains("nothing is live") == true, "\(bad.run)")
            try await Self.hasServers(0, daemon)
            try await eventually("the address is kept") { !daemon.sandbox.exists("predict.sock") }
            try daemon.sandbox.write("not a socket", to: "predict.sock")
            let taken = try await Self.deploy("0.81\n", as: 2, daemon)
            #expect(taken.run.detail?.contains("it is there and is no socket") == true, "\(taken.run)")
            #expect(daemon.sandbox.text("predict.sock") == "not a socket")
        }
    }

    /// Trains a model and returns its run when that has ended.
    @discardableResult
    private static func deploy(_ model: String, as number: Int, _ daemon: DaemonProcess) async throws -> RunDetail {
        try daemon.sandbox.deliver("\(number).csv", model)
        return try await daemon.ended("r\(number)")
    }

    private static func answer(_ daemon: DaemonProcess) async throws -> Answer {
        let question = HTTPQuestion(socket: daemon.sandbox.path + "/predict.sock", path: "/predict")
        return try await eventually("nobody answers: \(daemon.log)") {
            // Whoever hears nothing asks again.
            guard let answer = try? question.ask(timeout: .seconds(20)), answer.status == 200,
                let brace = answer.text.firstIndex(of: "{")
            else { return nil }
            return try JSONDecoder().decode(Answer.self, from: Data(answer.text[brace...].utf8))
        }
    }

    /// Waits until so many servers, and none on its way up or down, are left.
    private static func hasServers(_ count: Int, _ daemon: DaemonProcess) async throws {
        try await eventually("there are not \(count) servers: \(daemon.log)") {
            ProcessTable.processes(of: daemon.sandbox.path).count {
                ProcessTable.text("/proc/\($0)/cmdline")?.hasPrefix("python3\0server.py") == true
            } == count
        }
    }

    private static func startLoad(_ daemon: DaemonProcess) throws -> ChildProcess {
        let source = daemon.sandbox.path + "/src"
        return try ChildProcess(
            "/bin/sh", ["-c", "cd \(source) && exec python3 load.py \(daemon.sandbox.path)/predict.sock"],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], output: source + "/load.out",
            errors: source + "/load.err")
    }

    private static func endLoad(_ load: ChildProcess, _ daemon: DaemonProcess) async throws -> Load {
        try daemon.sandbox.write("", to: "src/stop")
        _ = try await load.ended()
        let text = try #require(daemon.sandbox.text("src/load.out"))
        return try JSONDecoder().decode(Load.self, from: Data(text.utf8))
    }
}
