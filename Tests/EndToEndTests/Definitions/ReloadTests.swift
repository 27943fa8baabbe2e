import Glibc
import MLOpsControl
import Testing

/// Definitions change under the daemon and under runs.
@Suite struct `Reload` {
    @Test func `F2 one invalid pipeline is disabled, the others run, and the daemon is degraded`() async throws {
        let pipelines = ["good": Pipeline.onDemand("true"), "bad": "steps: { main: { run: nothing } }\n"]
        try await withDaemon(pipelines) { daemon in
            let health: HealthResponse = try await daemon.client.get(.readyz)
            #expect(health.state == .degraded && health.reasons.contains { $0.detail.contains("bad") }, "\(health)")
            _ = try await daemon.ended(daemon.run("good"))
            let bad = try await daemon.pipeline("bad").pipeline
            #expect(bad.state == .disabled && bad.stateReason?.isEmpty == false, "\(bad)")
            let refused = try await daemon.ctl(["run", "bad"])
            #expect(refused.end == .exited(1) && refused.errors.contains("disabled"), "\(refused)")
        }
    }

    @Test func `F2 invalid settings end the start with 78 and their place`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("max_running_runs: many\n", to: "etc/mlopsd.yaml")
        let daemon = DaemonProcess(in: sandbox)
        #expect(try await daemon.startInVain() == .exited(78))
        #expect(daemon.log.contains("mlopsd.yaml:1:"), "\(daemon.log)")
    }

    @Test func `F2 invalid settings at a reload change nothing`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            try daemon.sandbox.write("max_running_runs: many\n", to: "etc/mlopsd.yaml")
            try daemon.sandbox.define("new", Pipeline.onDemand("true"))
            let result = try await daemon.ctl(["reload", "--json"])
            #expect(result.end == .exited(78) || result.end == .exited(1), "\(result)")
            #expect(try await daemon.client.get(.pipelines, as: [PipelineSummary].self).map(\.name) == ["p"])
            _ = try await daemon.ended(daemon.run())
            let health: HealthResponse = try await daemon.client.get(.readyz)
            #expect(health.state == .degraded)
            try daemon.sandbox.write("max_running_runs: 5\n", to: "etc/mlopsd.yaml")
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            #expect(try await daemon.client.get(.readyz, as: HealthResponse.self).state == .ok)
        }
    }

    @Test func `what it would change is shown, and what is in force until then`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let (etc, old) = (daemon.sandbox.path + "/etc", "\(daemon.sandbox.path)/etc/pipelines.d/p.yaml in force")
            #expect(try await daemon.ctl(["config", "diff"]).end == .exited(0))
            try daemon.sandbox.define("p", Pipeline.onDemand("false"))
            try daemon.sandbox.define("q", Pipeline.onDemand("true"))
            try daemon.sandbox.write("max_running_runs: 5\n", to: "etc/mlopsd.yaml")
            let change = try await daemon.ctl(["config", "diff", "p"])
            #expect(change.end == .exited(1), "\(change)")
            for part in ["--- \(old)\n", "-", "true", "+", "false"] {
                #expect(change.output.contains(part), "\(change)")
            }
            let answer: ConfigurationResponse = try await daemon.ask("config", "cat")
            #expect(
                answer.files.map(\.path)
                    == ["mlopsd.yaml", "pipelines.d/p.yaml", "pipelines.d/q.yaml"].map { "\(etc)/\($0)" })
            #expect(answer.files.map(\.state) == [.changed, .changed, .added])
            #expect(
                answer.files[1].inForce?.contains("true") == true && answer.files[1].onDisk?.contains("false") == true)
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            #expect(try await daemon.ctl(["config", "diff"]).end == .exited(0))
            let shown = try await daemon.ctl(["config", "show"]).output
            #expect(shown.contains("max_running_runs  5") && shown.contains("\(etc)/mlopsd.yaml:1"), "\(shown)")
            #expect(try await daemon.ctl(["config", "cat", "r"]).end == .exited(4))
        }
    }

    @Test func `F8 a run goes on under the definition that it began with`() async throws {
        let script = Pipeline.waiting + "\necho old >>did"
        try await withDaemon(pipeline: Pipeline.onDemand(script)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            try daemon.sandbox.define("p", Pipeline.onDemand("echo new >>did"))
            let reply: ReloadResponse = try await daemon.ask("reload")
            #expect(reply.changes == [.init(pipeline: "p", kind: .changed)])
            try await daemon.crash()
            try await daemon.start()
            try await daemon.open(gateOf: run)
            #expect(try await daemon.ended(run).run.outcome == .succeeded)
            _ = try await daemon.ended(daemon.run())
            #expect(daemon.sandbox.lines("src/did") == ["old", "new"])
        }
    }

    @Test func `F8 a run whose pipeline is removed ends as it would have`() async throws {
        let pipeline = """
            directory: "@ROOT@/src"
            policy: { cooldown: 0s }
            steps:
              first: { shell: "mkfifo gate.$MLOPS_RUN_ID; read -r answer <gate.$MLOPS_RUN_ID" }
              second: { needs: [first], shell: "echo x >$MLOPS_MODEL/model" }
            deploy: { target: "@ROOT@/live" }
            """
        try await withDaemon(pipeline: pipeline) { daemon in
            let run = try await daemon.run()
            try await eventually("it does not wait") { daemon.sandbox.exists("src/gate.\(run)") }
            unlink(daemon.sandbox.path + "/etc/pipelines.d/p.yaml")
            let reply: ReloadResponse = try await daemon.ask("reload")
            #expect(reply.changes == [.init(pipeline: "p", kind: .removed)])
            try await daemon.open(gateOf: run)
            let detail = try await daemon.ended(run)
            #expect(
                detail.run.outcome == .succeeded && detail.steps.map(\.state) == [.succeeded, .succeeded], "\(detail)")
            #expect(daemon.sandbox.text("live/model") == "x\n")
            let refused = try await daemon.ctl(["run", "p"])
            #expect(refused.end != .exited(0))
        }
    }

    @Test func `a pipeline whose file is gone is forgotten, but not while its model is live`() async throws {
        let pipeline = Pipeline.onDemand("echo x >$MLOPS_MODEL/model", more: "deploy: { target: \"@ROOT@/live\" }")
        try await withDaemon(pipeline: pipeline) { daemon in
            #expect(try await daemon.ended(daemon.run()).run.outcome == .succeeded)
            let file = daemon.sandbox.path + "/etc/pipelines.d/p.yaml"
            unlink(file)
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            let live = try await daemon.ctl(["forget", "p"])
            #expect(live.end == .exited(1) && live.errors.contains("p/1 is live at"), "\(live)")
            unlink(daemon.sandbox.path + "/live")
            try daemon.sandbox.define("p", pipeline)
            let there = try await daemon.ctl(["forget", "p"])
            #expect(there.end == .exited(1) && there.errors.contains("p.yaml\" is there"), "\(there)")
            unlink(file)
            let done = try await daemon.ctl(["forget", "p"])
            #expect(done.end == .exited(0) && done.output.contains("is forgotten"), "\(done)")
            try await daemon.crash()
            try await daemon.start()
            #expect(try await daemon.client.get(.pipelines, as: [PipelineSummary].self).isEmpty)
            #expect(try await daemon.runs().count == 1)
            let verify: VerifyResponse = try await daemon.ask("verify")
            #expect(verify.findings.isEmpty, "\(verify)")
            #expect(daemon.log.contains("asked for forget of p"), "\(daemon.log)")
            #expect(try await daemon.ctl(["status", "p"]).end == .exited(4))
            try daemon.sandbox.define("p", pipeline)
            _ = try await daemon.ask("reload", as: ReloadResponse.self)
            #expect(try await daemon.pipeline().pipeline.champion == "p/1")
        }
    }

    @Test func `F9 a daemon that is killed while it reloads has the old or the new definitions`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            var known = 1
            for round in 1...(Tier.isFull ? 30 : 5) {
                for number in 0..<10 { try daemon.sandbox.define("p\(round)-\(number)", Pipeline.onDemand("true")) }
                daemon.send(SIGHUP)
                try await ContinuousClock().sleep(for: .milliseconds(Int.random(in: 0...15)))
                let seen = try? await daemon.client.get(.pipelines, as: [PipelineSummary].self).count
                if let seen { #expect(seen == known || seen == known + 10, "\(seen) pipelines") }
                try await daemon.crash()
                try await daemon.start()
                known += 10
                #expect(try await daemon.client.get(.pipelines, as: [PipelineSummary].self).count == known)
            }
        }
    }

    @Test func `F2 one file that became invalid refuses the whole reload`() async throws {
        try await withDaemon(["p": Pipeline.onDemand("echo old >>did"), "q": Pipeline.onDemand("true")]) { daemon in
            try daemon.sandbox.define("p", Pipeline.onDemand("echo new >>did"))
            try daemon.sandbox.define("q", "steps: {}\n")
            let refused = try await daemon.ctl(["reload"])
            #expect(refused.end == .exited(78) && refused.output.contains("q.yaml:1:"), "\(refused)")
            #expect(try await daemon.ended(daemon.run("p")).run.outcome == .succeeded)
            #expect(try await daemon.ended(daemon.run("q")).run.outcome == .succeeded)
            #expect(daemon.sandbox.lines("src/did") == ["old"])
            let health: HealthResponse = try await daemon.client.get(.readyz)
            #expect(health.reasons.contains { $0.detail.contains("q.yaml") }, "\(health)")
        }
    }

    @Test func `F2 a pipeline that is disabled already does not keep others from being reloaded`() async throws {
        try await withDaemon(["p": Pipeline.onDemand("echo old >>did"), "bad": "steps: {}\n"]) { daemon in
            try daemon.sandbox.define("p", Pipeline.onDemand("echo new >>did"))
            let reply: ReloadResponse = try await daemon.ask("reload")
            #expect(reply.succeeded && reply.changes.contains(.init(pipeline: "p", kind: .changed)), "\(reply)")
            #expect(try await daemon.ended(daemon.run("p")).run.outcome == .succeeded)
            #expect(daemon.sandbox.lines("src/did") == ["new"])
            #expect(try await daemon.pipeline("bad").pipeline.state == .disabled)
        }
    }

    @Test func `a target that is moved is told of until the model is there`() async throws {
        let pipeline = "policy: { cooldown: 0s }\nsteps: { main: { shell: 'echo x >$MLOPS_MODEL/model' } }\n"
        try await withDaemon(pipeline: pipeline + "deploy: { target: @ROOT@/former }\n") { daemon in
            _ = try await daemon.ended(daemon.run())
            #expect(daemon.sandbox.link("former") == "1")
            #expect(try await daemon.ask("status", as: StatusResponse.self).daemon.reasons.isEmpty)
            try daemon.sandbox.define("p", pipeline + "deploy: { target: @ROOT@/live }\n")
            let reload = try await daemon.ctl(["reload"])
            let root = daemon.sandbox.path
            #expect(
                reload.output.contains(
                    "model p/1 is live at \"\(root)/former\", which stays as it is; \"\(root)/live\" is made by the next "
                        + "deployment; mlopsctl deploy p/1 makes it now"), "\(reload)")
            let reasons = try await daemon.ask("status", as: StatusResponse.self).daemon.reasons
            #expect(reasons.map(\.hint) == ["mlopsctl deploy p/1"], "\(reasons)")
            _ = try await daemon.ctl(["deploy", "p/1"])
            try await eventually("it is not there: \(daemon.log)") { daemon.sandbox.link("live") == "1" }
            try await eventually("it is told of for ever") {
                try await daemon.ask("status", as: StatusResponse.self).daemon.reasons.isEmpty
            }
            #expect(daemon.sandbox.link("former") == "1")
        }
    }

    @Test func `F5 a definition that everybody may write is refused`() async throws {
        let prepare: (Sandbox) throws -> Void = { chmod($0.path + "/etc/pipelines.d/p.yaml", 0o666) }
        try await withDaemon(pipeline: Pipeline.onDemand("true"), prepare: prepare) { daemon in
            let pipeline = try await daemon.pipeline().pipeline
            #expect(pipeline.state == .disabled && pipeline.stateReason?.contains("writable") == true, "\(pipeline)")
        }
    }
}
