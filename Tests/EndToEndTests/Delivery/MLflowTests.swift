import FoundationEssentials
import Glibc
import MLOpsControl
import MLOpsLinux
import Synchronization
import Testing

/// An MLflow server that is told of runs and models: whatever happens to it, it ends up with what there is, once.
@Suite struct `The mirror in MLflow` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training,
        more: """
            parameters: { rate: "0.1" }
            gates: { model: [{ metric: f1, at_least: 0.5 }] }
            deploy: { target: "@ROOT@/live" }
            """)

    private static func settings(_ url: String, _ more: String = "") -> String {
        "max_running_runs: 100\noutbox: { mirror: { mlflow: \"\(url)/\"\(more) } }\n"
    }

    private static func withMirror(
        _ server: MLflowDouble, _ more: String = "", _ test: (DaemonProcess) async throws -> Void
    ) async throws {
        defer { server.close() }
        try await withDaemon(pipeline: pipeline) { sandbox in
            try sandbox.write(settings(server.url, more), to: "etc/mlopsd.yaml")
        } _: {
            try await test($0)
        }
    }

    private static func train(_ texts: [String], _ daemon: DaemonProcess) async throws {
        let before = try await daemon.runs().count
        for (number, text) in texts.enumerated() {
            try daemon.sandbox.deliver("\(before + number).csv", text)
            _ = try await daemon.ended("r\(before + number + 1)")
        }
    }

    /// The longer the server was away, the longer it is before it is asked again: up to a quarter of an hour.
    private static func settled(_ daemon: DaemonProcess) async throws -> ReceiverSummary {
        try await eventually(within: .seconds(1200), "events wait: \(daemon.log)") {
            let receivers: [ReceiverSummary] = try await daemon.client.get(.outbox)
            return receivers.first { $0.pending == 0 }
        }
    }

    @Test func `has runs with parameters and metrics, versions with their state, and the champion`() async throws {
        let server = try MLflowDouble()
        try await Self.withMirror(server) { daemon in
            try await Self.train(["0.8\n", "0.2\n", "broken\n", "0.9\n"], daemon)
            #expect(try await Self.settled(daemon).refused == 0)
            let state = server.state
            #expect(state.experiments == ["p"])
            #expect(state.runs.map(\.status) == ["FINISHED", "FINISHED", "FAILED", "FINISHED"])
            #expect(
                state.runs.map { $0.tags["mlopsd.outcome"] } == ["succeeded", "refused", "failed", "succeeded"])
            #expect(state.runs.map { $0.metrics["f1"] } == [0.8, 0.2, nil, 0.9])
            #expect(state.runs.allSatisfy { $0.parameters == ["rate": "0.1"] })
            #expect(state.runs.map { $0.tags["mlopsd.run"] } == ["r1", "r2", "r3", "r4"])
            let model = try #require(state.models["p"])
            #expect(model.versions.map { $0.tags["mlopsd.version"] } == ["p/1", "p/2", "p/3"])
            #expect(model.versions.map { $0.tags["mlopsd.status"] } == ["accepted", "refused", "accepted"])
            #expect(model.versions.map(\.run) == ["run0", "run1", "run3"])
            #expect(model.versions[0].source == "mlflow-artifacts:/0/run0/artifacts/model")
            #expect(model.aliases == ["champion": 3])
            _ = try await daemon.ask("rollback", "p", as: ActionReply.self)
            try await eventually("the champion does not move back") {
                server.state.models["p"]?.aliases == ["champion": 1]
            }
            #expect(server.state.authorizations.isEmpty)
        }
    }

    @Test func `says who it is where there is a credential, and never in the arguments of a program`() async throws {
        let server = try MLflowDouble()
        defer { server.close() }
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.makeDirectory("etc/credentials")
            try sandbox.write("ml:geheim\n", to: "etc/credentials/tracking")
            try sandbox.write(Self.settings(server.url, ", secret: tracking"), to: "etc/mlopsd.yaml")
        } _: { daemon in
            try await Self.train(["0.8\n"], daemon)
            _ = try await Self.settled(daemon)
            #expect(server.state.authorizations == ["Basic \(Data("ml:geheim".utf8).base64EncodedString())"])
        }
    }

    /// What makes something is done, and the answer lost; in the full tier other calls fail too, each in another way.
    @Test func `I11 catches up in order, once each, however calls and answers are lost`() async throws {
        let seen = Mutex<[String: Int]>([:])
        let server = try MLflowDouble { call, before in
            let times = seen.withLock { seen in
                seen[call, default: 0] += 1
                return seen[call] ?? 0
            }
            let isMaking = ["runs/create", "model-versions/create", "registered-models/alias"].contains(call)
            if isMaking, times == 1 { return .lostAnswer }
            let isTelling = ["experiments/get-by-name", "runs/log-batch", "registered-models/get"].contains(call)
            guard Tier.isFull, isTelling, times == 1 else { return nil }
            switch before % 4 {
            case 0: return .refusal(.status(500))
            case 1: return .refusal(.hangUp)
            case 2: return .refusal(.status(409))
            default: return .refusal(.reply(404, "<html>away</html>"))
            }
        }
        try await Self.withMirror(server) { daemon in
            try await Self.train(["0.7\n"], daemon)
            #expect(try await Self.settled(daemon).refused == 0)
            Self.check(server.state, versions: 1)
        }
    }

    @Test func `I11 a server that was away gets everything in order`() async throws {
        let isAway = Atomic<Bool>(true)
        let server = try MLflowDouble { _, _ in
            isAway.load(ordering: .acquiring) ? .refusal(.status(503)) : nil
        }
        try await Self.withMirror(server) { daemon in
            try await Self.train((1...5).map { "0.8\($0)\n" }, daemon)
            let waiting: [ReceiverSummary] = try await eventually("nothing was tried") {
                let receivers: [ReceiverSummary] = try await daemon.ask("outbox")
                return receivers.first?.failure == nil ? nil : receivers
            }
            #expect(waiting[0].pending >= 15 && server.state.runs.isEmpty)
            try await daemon.crash()
            isAway.store(false, ordering: .releasing)
            try await daemon.start()
            #expect(try await Self.settled(daemon).refused == 0)
            Self.check(server.state, versions: 5)
        }
    }

    private static func check(_ state: MLflowDouble.State, versions: Int) {
        #expect(state.runs.map { $0.tags["mlopsd.run"] } == (1...versions).map { "r\($0)" })
        #expect(state.runs.allSatisfy { $0.status == "FINISHED" && $0.metrics["f1"] != nil })
        let model = state.models["p"]
        #expect(model?.versions.map { $0.tags["mlopsd.version"] } == (1...versions).map { "p/\($0)" })
        #expect(model?.aliases == ["champion": versions] && model?.tags["mlopsd.champion"] == "\(versions)")
    }

    @Test func `I11 an alias that somebody else moved stays theirs, which is told, until they give it back`()
        async throws
    {
        let server = try MLflowDouble()
        try await Self.withMirror(server) { daemon in
            try await Self.train(["0.81\n", "0.82\n"], daemon)
            _ = try await Self.settled(daemon)
            server.change { $0.models["p"]?.aliases["champion"] = 1 }
            try await Self.train(["0.83\n"], daemon)
            let told = try await Self.settled(daemon)
            #expect(told.refused == 1)
            #expect(told.failure?.contains("champion of p was moved to version 1 by somebody else") == true, "\(told)")
            #expect(
                server.state.models["p"]?.aliases == ["champion": 1] && server.state.models["p"]?.versions.count == 3)
            server.change { $0.models["p"]?.aliases["champion"] = nil }
            try await Self.train(["0.84\n"], daemon)
            _ = try await Self.settled(daemon)
            #expect(server.state.models["p"]?.aliases == ["champion": 4])
        }
    }

    private static let realServer = getenv("MLOPS_MLFLOW").map { String(cString: $0) }

    /// What the real server says, as far as it is looked at.
    private struct Told: Decodable {
        struct Pair: Decodable {
            let key: String
            let value: String
        }

        struct Version: Decodable {
            let version: String
            let tags: [Pair]
        }

        let modelVersions: [Version]?
        let modelVersion: Version?
    }

    private static func ask(_ path: String) throws -> Told {
        let url = "\(realServer ?? "")/api/2.0/mlflow/\(path)"
        let answer = try #require(HTTPQuestion(url)).ask(timeout: .seconds(30))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Told.self, from: Data(answer.body.utf8))
    }

    @Test(
        .enabled(if: realServer != nil, "MLOPS_MLFLOW is no address of a server; scripts/test-mlflow starts one"),
        .timeLimit(.minutes(10)))
    func `is one in a real server too`() async throws {
        let name = "mirror-\(UInt64.random(in: 0 ... .max))"
        try await withDaemon([name: Self.pipeline]) { sandbox in
            try sandbox.write(Self.settings(Self.realServer ?? ""), to: "etc/mlopsd.yaml")
        } _: { daemon in
            for (number, text) in ["0.8\n", "0.2\n", "0.9\n"].enumerated() {
                try daemon.sandbox.deliver("\(number).csv", text)
                _ = try await daemon.ended("r\(number + 1)")
            }
            _ = try await daemon.ask("rollback", name, as: ActionReply.self)
            try await eventually("the champion does not move back: \(daemon.log)") {
                try Self.ask("registered-models/alias?name=\(name)&alias=champion").modelVersion?.version == "1"
            }
            #expect(try await Self.settled(daemon).refused == 0)
            let versions = try Self.ask("model-versions/search?filter=name%3D%27\(name)%27").modelVersions ?? []
            let known = versions.sorted { $0.version < $1.version }
                .map { version in version.tags.filter { $0.key == "mlopsd.version" }.map(\.value) }
            #expect(known == [["\(name)/1"], ["\(name)/2"], ["\(name)/3"]])
        }
    }
}
