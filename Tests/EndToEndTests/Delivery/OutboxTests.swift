import FoundationEssentials
import MLOpsControl
import MLOpsLinux
import Testing

/// Who is told of what happens: everything at least once, in order, whatever receivers do.
@Suite struct `The outbox` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training, more: "gates: { model: [{ metric: f1, at_least: 0.5 }] }")
    private static let ends = "[run-started, run-succeeded, run-refused]"

    private struct Event: Decodable {
        struct Content: Decodable {
            let pipeline: String
            let run: String?
            let text: String
        }

        let id: String
        let type: String
        let data: Content
    }

    private static func event(_ message: HTTPReceiver.Message) throws -> Event {
        try JSONDecoder().decode(Event.self, from: Data(message.body.utf8))
    }

    private static func settings(_ receivers: String) -> String { "max_running_runs: 100\noutbox:\n\(receivers)\n" }

    /// Waits until it is on record of every receiver that it has all it is to be told.
    private static func delivered(_ daemon: DaemonProcess) async throws -> [ReceiverSummary] {
        try await eventually("events stay in the outbox: \(daemon.log)") {
            let receivers: [ReceiverSummary] = try await daemon.ask("outbox")
            return receivers.allSatisfy { $0.pending == 0 } ? receivers : nil
        }
    }

    @Test func `is off unless receivers are named`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            let receivers: [ReceiverSummary] = try await daemon.ask("outbox")
            #expect(receivers.isEmpty)
        }
    }

    @Test func `posts what happens, signed as Standard Webhooks says`() async throws {
        let receiver = try HTTPReceiver { _, _ in .status(204) }
        defer { receiver.close() }
        let key = Array("0123456789abcdef0123456789abcdef".utf8)
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.makeDirectory("etc/credentials")
            try sandbox.write("whsec_\(Data(key).base64EncodedString())\n", to: "etc/credentials/team")
            try sandbox.write(
                Self.settings("  team: { webhook: \"\(receiver.url)\", secret: team, events: \(Self.ends) }"),
                to: "etc/mlopsd.yaml")
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("2.csv", "0.2\n")
            _ = try await daemon.ended("r2")
            try await eventually("not all arrive: \(receiver.messages) \(daemon.log)") { receiver.messages.count == 4 }
            let events = try receiver.messages.map(Self.event)
            #expect(
                events.map(\.type) == [
                    "mlopsd.run-started", "mlopsd.run-succeeded", "mlopsd.run-started", "mlopsd.run-refused",
                ])
            #expect(events.map(\.data.run) == ["r1", "r1", "r2", "r2"])
            #expect(Set(events.map(\.id)).count == 4)
            for (message, event) in zip(receiver.messages, events) {
                #expect(message.headers["webhook-id"] == event.id)
                let time = try #require(message.headers["webhook-timestamp"])
                let signed = Array("\(event.id).\(time).\(message.body)".utf8)
                let code = Data(MessageCode.sha256(signed, key: key)).base64EncodedString()
                #expect(message.headers["webhook-signature"] == "v1,\(code)")
            }
            // What a receiver has taken is noted only then.
            let receivers = try await Self.delivered(daemon)
            #expect(receivers.map(\.pending) == [0] && receivers[0].failure == nil)
        }
    }

    @Test func `says at once what is in the way of a secret, and in the status who refuses`() async throws {
        let refusing = try HTTPReceiver { _, _ in .status(410) }
        defer { refusing.close() }
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.write(
                Self.settings("  team: { webhook: \"\(refusing.url)\", secret: nosuch, events: [run-started] }"),
                to: "etc/mlopsd.yaml")
            let reload = try await daemon.ctl(["reload"])
            #expect(reload.end == .exited(0), "a warning is no error")
            #expect(reload.output.contains("mlopsd.yaml:3:"), "\(reload)")
            #expect(reload.output.contains("outbox.team.secret: there is no credential \"nosuch\""), "\(reload)")
            #expect(reload.output.contains("LoadCredential=nosuch:"), "\(reload)")
            try daemon.sandbox.write(
                Self.settings("  team: { webhook: \"\(refusing.url)\", events: [run-started] }"), to: "etc/mlopsd.yaml")
            #expect(try await daemon.ctl(["reload"]).end == .exited(0))
            #expect(try await daemon.ask("status", as: StatusResponse.self).daemon.state == .ok)
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            let reason = try await eventually("the status says nothing: \(daemon.log)") {
                let status: StatusResponse = try await daemon.ask("status")
                return status.daemon.reasons.first { $0.code == "outbox-behind" }
            }
            #expect(reason.detail.contains("\"team\"") && reason.detail.contains("that were refused: 1"), "\(reason)")
            #expect(reason.hint == "mlopsctl outbox")
        }
    }

    @Test func `I11 one that fails, hangs up and hangs gets everything in order, under the same ids`() async throws {
        let receiver = try HTTPReceiver { _, before in
            switch before {
            case 0: .status(500)
            case 1: .hangUp
            case 2: .silence
            default: .status(200)
            }
        }
        defer { receiver.close() }
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(
                Self.settings("  slow: { webhook: \"\(receiver.url)\", events: \(Self.ends), timeout: 3s }"),
                to: "etc/mlopsd.yaml")
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            _ = try await Self.delivered(daemon)
            let events = try receiver.messages.map(Self.event)
            #expect(events.count >= 5 && Set(events.prefix(4).map(\.id)).count == 1, "another attempt, another id")
            // Of each event the last attempt, which is the one that was answered in time.
            let answered = zip(events, events.map(\.id).dropFirst() + [""]).filter { $0.id != $1 }.map(\.0.type)
            #expect(answered == ["mlopsd.run-started", "mlopsd.run-succeeded"])
        }
    }

    @Test func `keeps what a receiver that is away does not get, over a crash, and gives up what it refuses`()
        async throws
    {
        let closed = try ClosedPort()
        let refusing = try HTTPReceiver { _, before in .status(before == 0 ? 410 : 200) }
        defer {
            refusing.close()
            withExtendedLifetime(closed) {}
        }
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(
                Self.settings(
                    """
                      away: { webhook: "\(closed.url)", events: \(Self.ends) }
                      picky: { webhook: "\(refusing.url)", events: \(Self.ends) }
                    """), to: "etc/mlopsd.yaml")
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try await eventually("the other one is held up") { refusing.messages.count == 2 }
            try await daemon.crash()
            try await daemon.start()
            // What a receiver took just before the crash it may get again.
            let receivers = try await eventually("nothing was tried") {
                let receivers: [ReceiverSummary] = try await daemon.ask("outbox")
                return receivers.first?.failure == nil || receivers.last?.pending != 0 ? nil : receivers
            }
            #expect(receivers.map(\.receiver) == ["away", "picky"])
            #expect(receivers.map(\.pending) == [2, 0] && receivers.map(\.refused) == [0, 1])
            #expect(receivers[1].failure?.contains("410") == true)
            let doctor = try await daemon.ctl(["doctor"])
            #expect(doctor.output.contains("away: events that wait: 2"))
        }
    }

    @Test func `loses nothing to kills, and tells nothing that did not happen`() async throws {
        let receiver = try HTTPReceiver { _, _ in .status(200) }
        defer { receiver.close() }
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(
                Self.settings("  all: { webhook: \"\(receiver.url)\", events: \(Self.ends) }"), to: "etc/mlopsd.yaml")
        } _: { daemon in
            let rounds = Tier.isFull ? 40 : 6
            var generator = SystemRandomNumberGenerator()
            for round in 1...rounds {
                try daemon.sandbox.deliver("\(round).csv", "0.8\(round)\n")
                let pause = UInt64.random(in: 0...80, using: &generator)
                try await ContinuousClock().sleep(for: .milliseconds(pause))
                try await daemon.crash()
                try await daemon.start()
            }
            // Before it is seen, nothing runs either.
            try await eventually("the last file is not used: \(daemon.log)") {
                let (dataset, runs) = (try await daemon.dataset(), try await daemon.runs())
                return dataset.backlog.files == 0 && runs.allSatisfy { $0.endedAt != nil }
                    && Self.filesUsed(by: runs, daemon) == rounds
            }
            let runs = try await daemon.runs()
            let expected = runs.flatMap { ["\($0.id) run-started", "\($0.id) run-succeeded"] }
            _ = try await Self.delivered(daemon)
            var seen: Set<String> = []
            var arrived: [String] = []
            for event in try receiver.messages.map(Self.event) where seen.insert(event.id).inserted {
                arrived.append("\(event.data.run ?? "") \(event.type.dropFirst("mlopsd.".count))")
            }
            #expect(arrived.sorted() == expected.sorted(), "once each, when repetitions are dropped by their id")
            for run in runs {
                let own = arrived.filter { $0.hasPrefix("\(run.id) ") }
                #expect(own == ["\(run.id) run-started", "\(run.id) run-succeeded"])
            }
        }
    }

    private static func filesUsed(by runs: [RunSummary], _ daemon: DaemonProcess) -> Int {
        runs.flatMap { daemon.sandbox.lines("state/runs/\($0.id)/new/data.txt") }.count
    }

    @Test func `hands events to a program on its standard input, and again when it fails`() async throws {
        let script = """
            #!/bin/sh
            if [ ! -e "$1/failed" ]; then : >"$1/failed"; echo not yet >&2; exit 1; fi
            read -r line
            printf '%s %s %s\\n' "$MLOPS_EVENT" "$MLOPS_RUN_ID" "$line" >>"$1/told"
            """
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(script, to: "src/notify")
            try sandbox.write(
                Self.settings(
                    """
                      mail:
                        run: [/bin/sh, "\(sandbox.path)/src/notify", "\(sandbox.path)/src"]
                        events: [run-succeeded, model-registered]
                        pipelines: p
                      others: { run: [/bin/false], pipelines: [q] }
                    """), to: "etc/mlopsd.yaml")
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try await eventually("the program is not told: \(daemon.log)") {
                daemon.sandbox.lines("src/told").count == 2
            }
            let told = daemon.sandbox.lines("src/told")
            #expect(told[0].hasPrefix("model-registered r1 {") && told[1].hasPrefix("run-succeeded r1 {"))
            #expect(told[1].contains("\"type\":\"mlopsd.run-succeeded\""))
            let receivers = try await Self.delivered(daemon)
            #expect(receivers.map(\.pending) == [0, 0])
        }
    }

    @Test func `writes the life of a run as events of OpenLineage`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(
                Self.settings("  lineage: { openlineage: \"\(sandbox.path)/elsewhere/lineage.ndjson\" }"),
                to: "etc/mlopsd.yaml")
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("2.csv", "broken\n")
            _ = try await daemon.ended("r2")
            try await eventually("nothing is written: \(daemon.log)") {
                daemon.sandbox.lines("elsewhere/lineage.ndjson").count == 4
            }
            _ = try await daemon.ctl(["retry", "r2"])
            _ = try await daemon.ended("r3")
            try await eventually("the other run is not written: \(daemon.log)") {
                daemon.sandbox.lines("elsewhere/lineage.ndjson").count == 6
            }
            let events = try daemon.sandbox.lines("elsewhere/lineage.ndjson").map(LineageEvent.init)
            #expect(events.map(\.eventType) == ["START", "COMPLETE", "START", "FAIL", "START", "FAIL"])
            #expect(events[0].run.runId == events[1].run.runId && events[1].run.runId != events[2].run.runId)
            for event in events { event.check() }
            #expect(events[1].outputs.first?.facets?["version"]?["datasetVersion"]?.text?.hasPrefix("p/1 ") == true)
            #expect(events[1].inputs.first?.name == "p/data")
            #expect(events[3].run.facets["errorMessage"] != nil)
            let parent = try #require(events[5].run.facets["parent"], "a retry does not say of what")
            #expect(parent["run"]?["runId"]?.text == events[2].run.runId)
            #expect(parent["job"]?["name"]?.text == "p")
            #expect(parent["job"]?["namespace"]?.text == events[2].job.namespace)
            #expect(events[2].run.facets["parent"] == nil)
        }
    }

    @Test func `is refused where it is written wrongly, with the place`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write(
            Self.settings(
                """
                  a: { webhook: "ftp://x" }
                  b: { run: [/bin/true], events: [run-ended] }
                  c: {}
                  d: { openlineage: /tmp/l, events: [server-ended] }
                """), to: "etc/mlopsd.yaml")
        let result = try await Command.run(
            BuiltProgram.mlopsd.path, ["--check-config", "--config", sandbox.path + "/etc"], environment: [:],
            scratch: sandbox.path + "/elsewhere")
        let text = result.output + result.errors
        #expect(result.end != .exited(0))
        #expect(text.contains("mlopsd.yaml:3:") && text.contains("http:// or https://"), "\(text)")
        #expect(text.contains("run-succeeded") && text.contains("exactly one of webhook, run, openlineage and mlflow"))
        #expect(text.contains("mlopsd.yaml:6:") && text.contains("run-cancelled, not \"server-ended\""), "\(text)")
    }
}

/// A text, or an object of them.
private enum FacetValue: Decodable {
    case text(String)
    case object([String: FacetValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {  // else it is an object
            self = .text(text)
        } else {
            self = .object(try container.decode([String: FacetValue].self))
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    subscript(name: String) -> FacetValue? { if case .object(let members) = self { members[name] } else { nil } }
}

/// A run event of OpenLineage, and what its JSON schema (spec 2-0-2) asks of one.
private struct LineageEvent: Decodable {
    struct Run: Decodable {
        let runId: String
        let facets: [String: [String: FacetValue]]
    }

    struct Job: Decodable {
        let namespace: String
        let name: String
        let facets: [String: [String: FacetValue]]
    }

    struct Dataset: Decodable {
        let namespace: String
        let name: String
        let facets: [String: [String: FacetValue]]?
    }

    let eventType: String
    let eventTime: String
    let producer: String
    let schemaURL: String
    let run: Run
    let job: Job
    let inputs: [Dataset]
    let outputs: [Dataset]

    init(_ line: Substring) throws { self = try JSONDecoder().decode(Self.self, from: Data(line.utf8)) }

    func check() {
        #expect(UUID(uuidString: run.runId) != nil, "\(run.runId)")
        #expect(eventTime.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil, "\(eventTime)")
        let ofDatasets = (inputs + outputs).flatMap { $0.facets ?? [:] }.map(\.value)
        let facets = Array(run.facets.values) + Array(job.facets.values) + ofDatasets
        for facet in facets {
            #expect(facet["_producer"]?.text == producer)
            #expect(facet["_schemaURL"]?.text?.hasPrefix("https://") == true)
        }
        #expect(producer.hasPrefix("https://") && schemaURL.hasPrefix("https://openlineage.io/spec/2-0-2/"))
    }
}
