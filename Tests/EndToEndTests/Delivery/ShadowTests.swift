import Glibc
import MLOpsControl
import Testing

/// A candidate that is tried on what the champion is asked, with a real program that scores logged inputs.
@Suite struct `A shadow from outside` {
    private static let pipeline = Pipeline.watching(
        """
        newest=$(tail -n 1 "$MLOPS_NEW_DATA_DATA")
        cp "$newest" "$MLOPS_MODEL/model"
        echo '{"accuracy": 0.9}' >"$MLOPS_METRICS"
        """,
        more: """
            predictions:
              { log: "@ROOT@/said", labels: "@ROOT@/came", id: id, time: at, model_version: version, prediction: said,
                label: came, task: binary, label_horizon: 1d }
            gates:
              first_model: allow
              model: [ { metric: accuracy, not_worse_than: champion, margin: 0.05 } ]
            deploy:
              target: "@ROOT@/live"
              shadow: { min_rows: 60 }
              predict: [python3, predict.py]
            """)

    /// A model is a word: `good` is always right, `bad` never.
    private static let predict = """
        from csv import DictReader, writer; import os, sys
        if os.path.exists("broken"):
            sys.exit("the library is gone")
        model = open(os.environ["MLOPS_MODEL"] + "/model").read().strip()
        assert os.environ["MLOPS_INPUT"].endswith(".csv") and os.environ["MLOPS_VERSION"].startswith("p/")
        with open(os.environ["MLOPS_INPUT"]) as asked, open(os.environ["MLOPS_OUTPUT"], "w") as said:
            rows = writer(said)
            rows.writerow(["id", "at", "said"])
            for row in DictReader(asked):
                right = int(float(row["x"]) > 0.5)
                rows.writerow([row["id"], row["at"], right if model == "good" else 1 - right])
        with open("calls", "a") as calls:
            calls.write(".")

        """

    /// 100 requests of which the champion answers nine of ten well; `first` numbers them.
    private static func log(_ first: Int) -> String {
        let now = time(nil)
        return (first..<first + 100).map { number in
            let right = number % 2
            return "\(number),\(now + 5),p/1,\(number % 10 == 0 ? 1 - right : right),\(right)\n"
        }.joined()
    }

    private static func labels(_ first: Int) -> String {
        (first..<first + 100).map { "{\"id\": \"\($0)\", \"came\": \($0 % 2)}\n" }.joined()
    }

    private static func append(_ text: String, to name: String, in daemon: DaemonProcess) throws {
        let file = open(daemon.sandbox.path + "/" + name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        try #require(write(file, text, text.utf8.count) == text.utf8.count)
    }

    private static func shadow(_ daemon: DaemonProcess) async throws -> ShadowValue? {
        try await daemon.client.get(.pipeline, ["p"], as: PipelineDetail.self).shadow
    }

    private static func begin(_ candidate: String, _ daemon: DaemonProcess) async throws {
        for (number, model) in [(1, "usual"), (2, candidate)] {
            try daemon.sandbox.deliver("\(number).csv", "\(model)\n")
            let run = try await daemon.ended("r\(number)")
            #expect(run.run.outcome == .succeeded, "\(run.gates)")
        }
        #expect(daemon.sandbox.link("live") == "1")
        let shadow = try #require(try await shadow(daemon))
        #expect(shadow.version == "p/2" && shadow.champion == "p/1" && shadow.rows == 0)
    }

    private static func prepare(_ sandbox: Sandbox) throws {
        try sandbox.write(predict, to: "src/predict.py")
        for name in ["said", "came"] { try sandbox.makeDirectory(name) }
    }

    @Test func `scores what the champion is asked, over a crash, and goes live when the labels prove it`() async throws
    {
        try await withDaemon(pipeline: Self.pipeline, prepare: Self.prepare) { daemon in
            try await Self.begin("good", daemon)
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.first { $0.id == "p/2" }?.aliases.contains("challenger") == true)

            try Self.append("id,at,version,said,x\n" + Self.log(0) + "100,9", to: "said/log.csv", in: daemon)
            try await eventually("it is not scored: \(daemon.log)") { try await Self.shadow(daemon)?.scored == 100 }
            try await daemon.crash()
            try Self.append(
                Self.labels(0).split(separator: "\n").prefix(40).joined(separator: "\n") + "\n",
                to: "came/labels.jsonl", in: daemon)
            try await daemon.start()
            try await eventually("the labels are not joined: \(daemon.log)") {
                try await Self.shadow(daemon)?.rows == 40
            }
            #expect(daemon.sandbox.text("src/calls") == ".", "what was scored is not scored again")
            let status = try await daemon.ctl(["status", "p"]).output
            #expect(status.contains("p/2 beside p/1 until ") && status.contains("100 scored, 40 of 60 with labels"))
            #expect(daemon.sandbox.link("live") == "1")

            try Self.append(Self.labels(0), to: "came/labels.jsonl", in: daemon)
            try await eventually("it does not go live: \(daemon.log)") { daemon.sandbox.link("live") == "2" }
            try await eventually("the trial is not over") { try await Self.shadow(daemon) == nil }
            let ledger: [DeploymentSummary] = try await daemon.ask("list-deployments")
            #expect(ledger.first?.reason?.contains("accuracy 1 is proven not to be worse than 0.9") == true)
            try await eventually("what was kept for it is still there") { !daemon.sandbox.exists("state/shadows/p") }
        }
    }

    @Test func `that the labels refute does not go live, and a program that fails is told and tried again`()
        async throws
    {
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try Self.prepare(sandbox)
            try sandbox.write("", to: "src/broken")
        } _: { daemon in
            try await Self.begin("bad", daemon)
            try Self.append("id,at,version,said,x\n" + Self.log(0), to: "said/log.csv", in: daemon)
            try await eventually("nobody says that it fails: \(daemon.log)") {
                try await Self.shadow(daemon)?.obstacle?.hasSuffix("it exited with status 1: the library is gone")
                    == true
            }
            #expect(unlink(daemon.sandbox.path + "/src/broken") == 0)
            try Self.append(Self.labels(0), to: "came/labels.jsonl", in: daemon)
            try await eventually("it is not refused: \(daemon.log)") {
                let models: [ModelVersionSummary] = try await daemon.ask("list-models")
                return models.first { $0.id == "p/2" }?.status == .refused
            }
            let shown: ModelVersionDetail = try await daemon.ask("show", "p/2")
            #expect(shown.version.statusReason?.contains("is proven to be worse") == true, "\(shown.version)")
            let why = try await daemon.ctl(["why", "r2"])
            #expect(why.output.contains("registered as p/2; now refused: accuracy "), "\(why.output)")
            #expect(daemon.sandbox.link("live") == "1")
        }
    }
}
