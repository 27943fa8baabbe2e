import Glibc
import MLOpsControl
import Testing

/// A model that is tried on a share of the requests, as a router sees it.
@Suite struct `A canary from outside` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training,
        more: """
            deploy:
              target: "@ROOT@/live"
              probe: { command: [sh, -c, '[ ! -e @ROOT@/sick ]'], within: 30s }
              probation: 1h
              canary: 20%
            """)

    /// Sends keys where the file says, and says how many went where: every model says its own number.
    private static let router = """
        from collections import Counter; import hashlib, json, sys
        split = json.load(open(sys.argv[1]))
        counts = Counter()
        for key in range(5000):
            digest = hashlib.sha256(f"{split['salt']}/{key}".encode()).digest()
            place = int.from_bytes(digest[:8], "big") / 2**64
            model = [v for v in split["versions"] if v["from"] <= place < v["to"]]
            assert len(model) == 1, (place, split)
            counts[model[0]["version"], open(model[0]["model"] + "/model").read().strip()] += 1
        print(*(f"{version}={text}:{round(count / 50)}" for (version, text), count in sorted(counts.items())))

        """

    /// The percentage of the keys that each model gets, as it says itself.
    private static func routed(_ daemon: DaemonProcess) async throws -> [Substring: Int] {
        let result = try await Command.run(
            "/usr/bin/python3", ["\(daemon.sandbox.path)/src/router.py", "\(daemon.sandbox.path)/live.traffic.json"],
            environment: [:], scratch: daemon.sandbox.path + "/elsewhere")
        #expect(result.errors.isEmpty, "\(result.errors)")
        let pairs = result.output.split(whereSeparator: \.isWhitespace).map { word in
            let parts = word.split(separator: ":")
            return (parts[0], parts.count > 1 ? Int(parts[1]) ?? -1 : -1)
        }
        return Dictionary(pairs) { $1 }
    }

    /// - Parameter expected: to the percent, for keys are drawn and not dealt.
    private static func eventuallyRouted(_ expected: [Substring: Int], _ daemon: DaemonProcess) async throws {
        var last: [Substring: Int] = [:]
        try await eventually(within: .seconds(300), "requests go elsewhere: \(last) \(daemon.log)") {
            guard daemon.sandbox.exists("live.traffic.json") else { return false }
            last = try await routed(daemon)
            return last.count == expected.count && expected.allSatisfy { abs((last[$0.key] ?? -9) - $0.value) <= 1 }
        }
    }

    private static func train(_ number: Int, _ daemon: DaemonProcess) async throws {
        try daemon.sandbox.deliver("\(number).csv", "0.8\(number)\n")
        #expect(try await daemon.ended("r\(number)").run.outcome == .succeeded)
    }

    @Test func `gets its share of the keys, the same ones over a crash, and none when it is rolled back`() async throws
    {
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(Self.router, to: "src/router.py")
        } _: { daemon in
            try await Self.train(1, daemon)
            try await Self.eventuallyRouted(["p/1=0.81": 100], daemon)
            try await Self.train(2, daemon)
            try await Self.eventuallyRouted(["p/1=0.81": 80, "p/2=0.82": 20], daemon)
            let status = try await daemon.ctl(["status", "p"]).output
            #expect(status.contains("Probation: p/2 with 20 % of the requests until "), "\(status)")
            let text = daemon.sandbox.text("live.traffic.json")
            try await daemon.crash()
            try daemon.sandbox.write("", to: "live.traffic.json")
            try await daemon.start()
            try await eventually("the file is not written again") { daemon.sandbox.text("live.traffic.json") == text }
            try await Self.train(3, daemon)
            try await Self.eventuallyRouted(["p/1=0.81": 80, "p/3=0.83": 20], daemon)
            _ = try await daemon.ask("rollback", "p", as: ActionReply.self)
            try await Self.eventuallyRouted(["p/1=0.81": 100], daemon)
            #expect(daemon.sandbox.link("live") == "1", "what was only tried is nothing to go back to")
        }
    }

    private static let logged = """
        predictions:
          { log: "@ROOT@/said", labels: "@ROOT@/came", id: id, time: at, model_version: version, prediction: said,
            label: came, task: binary, label_horizon: 1d }
        """

    @Test func `says what it still has to show, counted in the log since it went live`() async throws {
        let pieces = Self.pipeline.split(separator: "canary: 20%", omittingEmptySubsequences: false)
        let pipeline = pieces.joined(separator: "canary: { share: 20%, min_requests: 40, min_labels: 10 }")
        try await withDaemon(pipeline: pipeline + "\n" + Self.logged) { sandbox in
            for name in ["said", "came"] { try sandbox.makeDirectory(name) }
        } _: { daemon in
            for number in 1...2 { try await Self.train(number, daemon) }
            func shows(_ text: String) async throws -> Bool {
                try await daemon.ctl(["status", "p"]).output.contains(text)
            }
            #expect(try await shows("; only 0 of 40 requests and 0 of 10 labels"))
            let now = time(nil)
            let early = (0..<30).map { "early-\($0),\(now - 86_400),p/2,1\n" }
            let other = (0..<30).map { "other-\($0),\(now + 60),p/1,1\n" }
            let own = (0..<7).map { "\($0),\(now + 60),p/2,1\n" }
            try daemon.sandbox.write("id,at,version,said\n" + (early + other + own).joined(), to: "said/1.csv")
            let labels = (["early-1", "other-1"] + (0..<3).map(String.init)).map {
                "{\"id\": \"\($0)\", \"came\": 1}\n"
            }
            try daemon.sandbox.write(labels.joined(), to: "came/1.jsonl")
            try await eventually("not counted: \(daemon.log)") {
                try await shows("; only 7 of 40 requests and 3 of 10 labels")
            }
            let more = (7..<90).map { "\($0),\(now + 61),p/2,0\n" }
            try daemon.sandbox.write("id,at,version,said\n" + more.joined(), to: "said/2.csv")
            try await eventually("not counted: \(daemon.log)") { try await shows("; only 3 of 10 labels") }
            try await daemon.crash()
            try await daemon.start()
            #expect(try await shows("; only 3 of 10 labels"), "it is not forgotten")
        }
    }

    /// Three questions, half a minute apart.
    @Test(.enabled(if: Tier.isFull, "takes two minutes"), .timeLimit(.minutes(10)))
    func `that does harm gets no more requests`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(Self.router, to: "src/router.py")
        } _: { daemon in
            try await Self.train(1, daemon)
            try await Self.train(2, daemon)
            try await Self.eventuallyRouted(["p/1=0.81": 80, "p/2=0.82": 20], daemon)
            try daemon.sandbox.write("", to: "sick")
            try await Self.eventuallyRouted(["p/1=0.81": 100], daemon)
        }
    }
}
