import CMLOpsLinux
import Glibc
import MLOpsControl
import Testing

/// Deployments as a user meets them: proven, taken back, and whole whenever the daemon dies.
@Suite struct `Deployments` {
    /// What is served is what the reload copied; a model that says `bad` does not answer.
    private static let pipeline = Pipeline.watching(
        Pipeline.training,
        more: """
            deploy:
              target: "@ROOT@/live"
              reload: [sh, -c, 'cat @ROOT@/live/model 2>/dev/null >@ROOT@/served.new; mv @ROOT@/served.new @ROOT@/served']
              probe: { command: [sh, -c, '! grep -q bad @ROOT@/served'], within: 3s }
            """)

    @Test func `I3 that are not proven bring the old model back before the run has failed`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
            #expect(daemon.sandbox.text("served") == "0.8\n")
            try daemon.sandbox.deliver("2.csv", "bad\n0.9\n")
            let run = try await daemon.ended("r2")
            #expect(run.run.outcome == .failed)
            #expect(run.run.detail?.contains("the probe was not answered within 3s") == true, "\(run.run)")
            #expect(run.run.detail?.hasSuffix("p/1 is back") == true, "\(run.run)")
            #expect(daemon.sandbox.text("served") == "0.8\n")
            #expect(daemon.sandbox.link("live") == "1")
            let ledger: [DeploymentSummary] = try await daemon.ask("list-deployments")
            #expect(ledger.map(\.state) == [.failed, .live])
        }
    }

    @Test func `that a person asked for are waited for, and a failure is on the screen until one went live`()
        async throws
    {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            for (number, text) in ["0.8\n", "bad\n0.9\n"].enumerated() {
                try daemon.sandbox.deliver("\(number).csv", text)
                _ = try await daemon.ended("r\(number + 1)")
            }
            let before: StatusResponse = try await daemon.ask("status")
            #expect(before.failures.map(\.id) == ["r2"] && before.failedDeployments == [], "the run tells of it")

            let bad = try await daemon.ctl(["deploy", "p/2", "--wait"])
            #expect(bad.end == .exited(1) && bad.errors.hasPrefix("deployment l3 is under way (mlopsctl show l3)"))
            #expect(bad.output.hasPrefix("l3 deploy of p/2 failed: "), "\(bad.output)")
            let status: StatusResponse = try await daemon.ask("status")
            #expect(status.failedDeployments?.map(\.id) == ["l3"])
            let why: WhyResponse = try await daemon.ask("why", "l3")
            #expect(why.answer.hasPrefix("p/2 was to be deployed by ") && why.nextCommand == "mlopsctl deploy p/2")

            let good = try await daemon.ctl(["deploy", "p/1", "--wait", "--timeout", "60s"])
            #expect(good.end == .exited(0) && good.output.hasPrefix("l4 deploy of p/1 live"), "\(good)")
            let after: StatusResponse = try await daemon.ask("status")
            #expect(after.failedDeployments == [])
        }
    }

    @Test func `I10 that fail at first leave nothing behind`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "bad\n0.8\n")
            let run = try await daemon.ended("r1")
            #expect(run.run.detail?.hasSuffix("nothing is live, as before") == true, "\(run.run)")
            #expect(!daemon.sandbox.exists("live"))
        }
    }

    @Test func `I7 that can not be made are foreseen, and made later without training again`() async throws {
        let pipeline = Pipeline.watching(Pipeline.training, more: "deploy: { target: \"@ROOT@/place/live\" }")
        try await withDaemon(pipeline: pipeline) { daemon in
            let place = daemon.sandbox.path + "/place"
            let reload = try await daemon.ctl(["reload"])
            #expect(reload.output.contains("deploy.target: there is no directory \"\(place)\""), "\(reload)")
            #expect(reload.output.contains("install -d -o "), "\(reload)")
            let doctor = try await daemon.ctl(["doctor"])
            #expect(doctor.output.contains("p: there is no directory \"\(place)\""), "\(doctor)")
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            #expect(try await daemon.ended("r1").run.outcome == .failed)
            let why: WhyResponse = try await daemon.ask("why", "r1")
            #expect(why.nextCommand == "mlopsctl deploy p/1", "\(why)")
            try daemon.sandbox.makeDirectory("place")
            _ = try await daemon.ctl(["deploy", "p/1"])
            try await eventually("it does not go live: \(daemon.log)") { daemon.sandbox.link("place/live") == "1" }
            try await daemon.idle()
            #expect(try await daemon.runs().count == 1)
        }
    }

    /// What a kill interrupted.
    private struct Moment: Hashable, CustomStringConvertible {
        enum Stage: String { case intended, switched, proving, restoring, ended }

        let action: DeploymentSummary.Action
        let stage: Stage

        var description: String { "\(action.rawValue) \(stage.rawValue)" }
    }

    /// A7 and A8: at any moment of a deployment, of one that fails, and of a rollback.
    @Test(.timeLimit(.minutes(60)))
    func `A7 A8 are whole after every kill, and ledger, alias and link agree`() async throws {
        let kills = Tier.number("MLOPS_KILLS") ?? (Tier.isFull ? 100 : 9)
        let noting = Self.pipeline.replacing("reload: [sh, -c, '", with: "reload: [sh, -c, 'echo r >>@ROOT@/hooks; ")
        try await withDaemon(pipeline: noting) { daemon in
            for (number, text) in ["0.8\n", "0.9\n", "bad\n0.95\n"].enumerated() {
                try daemon.sandbox.deliver("\(number).csv", text)
                _ = try await daemon.ended("r\(number + 1)")
            }
            var generator = SystemRandomNumberGenerator()
            var hits: [Moment: Int] = [:]
            for round in 0..<kills {
                let before = (link: daemon.sandbox.link("live"), hooks: daemon.sandbox.lines("hooks").count)
                let row = try await Self.begin(round, daemon)
                // The bad one is proven for three seconds before it is taken back.
                let longest: UInt64 = round % 3 == 2 ? 3400 : 60
                try await ContinuousClock().sleep(for: .milliseconds(UInt64.random(in: 0...longest, using: &generator)))
                try await daemon.crash()
                let killed = Timestamp(microseconds: Self.now)
                let isSwitched = daemon.sandbox.link("live") != before.link
                let hasBegun = daemon.sandbox.lines("hooks").count > before.hooks
                #expect(daemon.sandbox.text("live/model") != nil, "nothing is live between the kill and the restart")
                try await daemon.start()
                let ended = try await Self.checkAgreement(daemon, row)
                let stage: Moment.Stage =
                    switch (isSwitched, hasBegun) {
                    case _ where ended.endedAt.map { $0.microseconds < killed.microseconds } ?? false: .ended
                    case (true, false): .switched
                    case (true, true): .proving
                    case (false, true): .restoring
                    case (false, false): .intended
                    }
                hits[Moment(action: ended.action, stage: stage), default: 0] += 1
            }
            let said = hits.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
            print("kills hit \(said)")
            #expect(
                hits.contains { $0.key.action == .rollback } && hits.contains { $0.key.action == .deploy }, "\(said)")
            // Few kills need not hit what takes milliseconds.
            guard kills >= 60 else { return }
            #expect(hits.contains { $0.key.action == .rollback && $0.key.stage != .ended }, "\(said)")
            #expect(hits[Moment(action: .deploy, stage: .proving)] != nil, "\(said)")
        }
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// Deploys the first model, goes back to the second, tries the bad one, and so on; returns the row of the ledger.
    private static func begin(_ round: Int, _ daemon: DaemonProcess) async throws -> String {
        let reply: ActionReply
        if round % 3 == 1 {
            reply = try await daemon.client.post(.rollback, ["p"], body: RollbackBody(reason: "round \(round)"))
        } else {
            reply = try await daemon.client.post(
                .deploy, ["p", round % 3 == 0 ? "1" : "3"], body: PromoteBody(reason: "round \(round)"))
        }
        return try #require(reply.deployment)
    }

    /// Waits until nothing is under way, and compares all that says what is live.
    ///
    /// - Returns: What became of the deployment.
    private static func checkAgreement(_ daemon: DaemonProcess, _ row: String) async throws -> DeploymentSummary {
        let ledger = try await eventually("a deployment does not end: \(daemon.log)") {
            let ledger: [DeploymentSummary] = try await daemon.client.get(.deployments)
            return ledger.contains { $0.state == .intended } ? nil : ledger
        }
        let live = try #require(ledger.first { $0.state == .live })
        #expect(live.version != "p/3", "what was not proven is live")
        let models: [ModelVersionSummary] = try await daemon.client.get(.models)
        #expect(models.first { $0.aliases.contains("champion") }?.id == live.version)
        #expect(daemon.sandbox.link("live").map { "p/\($0)" } == live.version)
        #expect(daemon.sandbox.text("served") == daemon.sandbox.text("live/model"))
        let verified: VerifyResponse = try await daemon.client.get(.verify)
        #expect(verified.isSound, "\(verified)")
        let audit: AuditResponse = try await daemon.client.get(.audit)
        #expect(audit.balanced, "\(audit.violations)")
        return try #require(ledger.first { $0.id == row })
    }

    @Test func `E12 I9 are no bit rot while a model is judged, proven and taken back`() async throws {
        let pipeline = Pipeline.watching(
            Pipeline.training,
            more: """
                gates: { first_model: allow, model: [{ check: [sh, -c, 'sleep 1'] }] }
                deploy:
                  target: "@ROOT@/live"
                  probe: { command: [sh, -c, '! grep -q bad @ROOT@/live/model'], within: 5s }
                """)
        try await withDaemon(pipeline: pipeline) { daemon in
            for (number, text) in ["0.8\n", "bad\n0.9\n"].enumerated() {
                try daemon.sandbox.deliver("\(number).csv", text)
                repeat {
                    let result = try await daemon.ctl(["verify"])
                    let isSound = result.end == .exited(0) && !result.output.contains("orphan")
                    #expect(isSound, "\(result.output)\(result.errors)")
                    #expect(try await !daemon.ctl(["doctor"]).output.contains("the ledger says"))
                } while try await daemon.runs().filter { $0.outcome != nil }.count <= number
            }
            #expect(try await daemon.ended("r2").run.outcome == .failed)
            #expect(daemon.sandbox.link("live") == "1")
            // A pipeline that never had a version.
            mkdir(daemon.sandbox.path + "/state/models/gone", 0o755)
            mkdir(daemon.sandbox.path + "/state/models/gone/abc", 0o755)
            let result = try await daemon.ctl(["verify"])
            #expect(result.output.contains("gone orphan: \"abc\" is of no version"), "\(result.output)")
        }
    }

    @Test func `wait for a person where the pipeline says so`() async throws {
        let more = "deploy: { target: \"@ROOT@/live\", approval: manual }"
        try await withDaemon(pipeline: Pipeline.watching(Pipeline.training, more: more)) { daemon in
            for number in 1...2 {
                try daemon.sandbox.deliver("\(number).csv", "0.\(number)\n")
                #expect(try await daemon.ended("r\(number)").run.outcome == .succeeded)
            }
            #expect(!daemon.sandbox.exists("live"))
            var models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.map(\.status) == [.awaiting, .awaiting])
            for screen in [["status"], ["status", "p"]] {
                let said = try await daemon.ctl(screen).output
                #expect(said.contains("p/2 and 1 older wait for a person"), "\(said)")
                #expect(said.contains(": mlopsctl approve p/2, or reject\n"), "\(said)")
            }
            #expect(try await daemon.ctl(["show", "r1"]).output.hasSuffix("\nmlopsctl approve p/1\n"))
            #expect(models.map(\.aliases) == [["challenger"], []])
            let nothing = try await daemon.ctl(["champion", "p"])
            #expect(nothing.end == .exited(1) && nothing.output.contains("nothing of p was in production"))
            _ = try await daemon.ask("reject", "p/2", "--reason", "too good to be true", as: ActionReply.self)
            _ = try await daemon.ask("approve", "p/1", as: ActionReply.self)
            let champion = try await eventually("nothing goes live") {
                let champion = try await daemon.client.get(.champion, ["p"], as: ChampionResponse.self)
                return champion.deployment == nil ? nil : champion
            }
            #expect(champion.version?.id == "p/1" && champion.deployment?.run == nil)
            models = try await daemon.ask("list-models")
            #expect(models.map(\.status) == [.rejected, .accepted])
            let shown = try await daemon.ctl(["show", "p/2"])
            #expect(shown.output.contains("Because: by ") && shown.output.contains(": too good to be true"), "\(shown)")
            let why = try await daemon.ctl(["why", "r2"])
            #expect(why.output.contains("; now rejected: by ") && why.output.contains("too good to be true"), "\(why)")
            let again = try await daemon.ctl(["approve", "p/2"])
            #expect(again.end == .exited(1), "\(again.errors)")
            let forced: ActionReply = try await daemon.ask("promote", "p/2", "--force", "--reason", "I insist")
            #expect(forced.deployment != nil)
        }
    }

    @Test func `are known for every time that was, and names move by compare and swap`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            var times: [Timestamp] = []
            for number in 1...2 {
                try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
                _ = try await daemon.ended("r\(number)")
                let live: ChampionResponse = try await daemon.ask("champion", "p")
                times.append(try #require(live.deployment?.endedAt))
            }
            for (number, time) in times.enumerated() {
                let then: ChampionResponse = try await daemon.ask("champion", "p", "--at", time.rfc3339)
                #expect(then.version?.id == "p/\(number + 1)")
            }
            let before = Timestamp(microseconds: times[0].microseconds - 1).rfc3339
            #expect(try await daemon.ctl(["champion", "p", "--at", before]).end == .exited(1))
            _ = try await daemon.ask("alias", "p", "best", "2", "--expect", "nothing", as: ActionReply.self)
            let late = try await daemon.ctl(["alias", "p", "best", "1", "--expect", "nothing"])
            #expect(late.end != .exited(0) && late.errors.contains("points to p/2 by now"), "\(late.errors)")
            #expect(try await daemon.ctl(["alias", "p", "champion", "1"]).end != .exited(0))
            #expect(try await daemon.ctl(["alias", "p", "Best", "1"]).errors.contains("is no alias"))
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models[0].aliases == ["best", "champion"])
        }
    }

    @Test func `E12 I9 that were changed behind its back are found, and not deployed`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            for number in 1...2 {
                try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
                _ = try await daemon.ended("r\(number)")
            }
            #expect(try await daemon.ctl(["verify"]).end == .exited(0))
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            let path = "state/models/p/\(models[1].digest)/model"
            chmod("\(daemon.sandbox.path)/\(path)", 0o600)
            let file = try #require(fopen("\(daemon.sandbox.path)/\(path)", "r+"))
            fputs("9", file)
            fclose(file)
            unlink(daemon.sandbox.path + "/live")
            symlink("/srv/other", daemon.sandbox.path + "/live")
            let result = try await daemon.ctl(["verify", "--json"])
            #expect(result.end == .exited(1))
            #expect(result.output.contains("\"damaged\"") && result.output.contains("\"p/1\""), "\(result.output)")
            #expect(result.output.contains("\"target\"") && result.output.contains("/srv/other"))
            let doctor = try await daemon.ctl(["doctor"])
            #expect(doctor.output.contains("/srv/other"))
            #expect(doctor.output.contains("fix: remove the link, then mlopsctl deploy p/2"), "\(doctor.output)")
            let reply: ActionReply = try await daemon.ask("rollback", "p")
            let row = try #require(reply.deployment)
            let failed = try await eventually("the rollback does not end") {
                let ledger: [DeploymentSummary] = try await daemon.ask("list-deployments")
                return ledger.first { $0.id == row && $0.state == .failed }
            }
            #expect(failed.version == "p/1")
            #expect(daemon.sandbox.link("live") == "other", "the administrator's link was overwritten")
            unlink(daemon.sandbox.path + "/live")
            _ = try await daemon.ask("deploy", "p/2", "--reason", "back to ours", as: ActionReply.self)
            try await eventually("the link does not come back") { daemon.sandbox.link("live") == "2" }
        }
    }
}
