import Glibc
import MLOpsControl
import Testing

/// What models said and what came true, from files that are written meanwhile to the decision.
@Suite struct `Logged predictions` {
    private static let begin = 1_795_000_000 / 3600 * 3600

    private static func pipeline(
        _ triggers: String, _ more: String = "", policy: String = "cooldown: 0s"
    ) -> String {
        """
        directory: "@ROOT@/src"
        predictions:
          log: "@ROOT@/in"
          labels: "@ROOT@/home"
          id: id
          time: at
          model_version: version
          prediction: said
          label: came
          task: binary
          window: 1h
          label_horizon: 3650d
          \(more)
        triggers: { \(triggers) }
        policy: { \(policy) }
        steps:
          main:
            shell: echo $MLOPS_RUN_ID >"$MLOPS_MODEL/model"; printf '{"accuracy":0.9}' >"$MLOPS_METRICS"
        """
    }

    private static let floor = "floor: { performance: accuracy, below: 0.8, min_samples: 50, windows: 1 of 1 }"
    private static let head = "id,at,version,said\n"

    /// Fifty predictions of an hour; of those that are wrong every `wrong`-th is.
    private static func predictions(_ hour: Int, version: Int = 1) -> [String] {
        (0..<100).map { "h\(hour)-\($0),\(begin + hour * 3600 + $0 * 30),p/\(version),\($0 % 2)\n" }
    }

    /// Their labels, in another order.
    private static func labels(_ hour: Int, wrong: Int) -> [String] {
        (0..<100).map { $0 * 37 % 100 }
            .map { "{\"id\": \"h\(hour)-\($0)\", \"came\": \(($0 + ($0 < wrong ? 1 : 0)) % 2)}\n" }
    }

    private static func append(_ text: String, to name: String, in daemon: DaemonProcess) throws {
        let file = open(daemon.sandbox.path + "/" + name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        try #require(write(file, text, text.utf8.count) == text.utf8.count)
    }

    private static func performance(_ daemon: DaemonProcess) async throws -> PerformanceResponse {
        try await daemon.ask("performance", "p", "--limit", "1000")
    }

    /// Waits until so many predictions are joined with so many labels, and the windows show it.
    @discardableResult
    private static func joined(
        _ predictions: Int64, _ labels: Int64, _ daemon: DaemonProcess
    ) async throws -> PerformanceResponse {
        try await eventually("\(predictions) predictions and \(labels) labels are not joined: \(daemon.log)") {
            let performance = try await performance(daemon)
            let shown = performance.windows.reduce(0) { $0 + $1.n }
            let counted = performance.windows.reduce(0) { $0 + $1.labelled }
            guard performance.join.predictions >= predictions, shown >= predictions, counted >= labels else {
                return nil
            }
            return performance
        }
    }

    private static func champion(_ daemon: DaemonProcess) async throws {
        _ = try await daemon.ended(try await daemon.run())
    }

    @Test func `wait for their labels, and start a retraining that says why when they are surely too bad`()
        async throws
    {
        try await withDaemon(pipeline: Self.pipeline(Self.floor)) { daemon in
            try await Self.champion(daemon)
            try Self.append(Self.head + Self.predictions(0).joined(), to: "in/log.csv", in: daemon)
            let waiting = try await Self.joined(100, 0, daemon)
            #expect(waiting.windows.first?.status == .immature && waiting.windows.first?.coverage == 0)
            #expect(waiting.windows.first?.metrics["accuracy"]?.value == nil)
            #expect(waiting.windows.first?.metrics["accuracy"]?.reason == "there are no labels")
            try Self.append(Self.labels(0, wrong: 4).joined(), to: "home/labels.jsonl", in: daemon)
            let good = try await Self.joined(100, 100, daemon)
            #expect(good.windows.first?.metrics["accuracy"]?.value == 0.96)
            #expect(good.windows.first?.status == .judged)
            try await eventually("the trigger does not say that the bound is met") {
                try await Self.performance(daemon).triggers.first?.state == .met
            }
            let whyNot = try await daemon.ctl(["why-not", "p/floor"])
            #expect(whyNot.output.contains("would fire if accuracy's upper bound fell below 0.8; it is 0.98"))
            #expect(try await daemon.runs().count == 1)
            try Self.append(Self.predictions(1).joined(), to: "in/log.csv", in: daemon)
            try Self.append(Self.labels(1, wrong: 40).joined(), to: "home/labels.jsonl", in: daemon)
            let run = try await daemon.ended("r2")
            #expect(run.run.reason.hasPrefix("floor: accuracy of p/1 is 0.6 ("))
            let why = try await daemon.ctl(["why", "r2"])
            #expect(why.output.contains("100 of 100 labelled: over the bound"))
            let table = try await daemon.ctl(["performance", "p"])
            #expect(table.end == .exited(0) && table.output.contains("0.96  0.9"), "\(table)")
        }
    }

    @Test func `I12 take the model on probation back when they prove harm, without any probe`() async throws {
        let deploy = "\ndeploy: { target: \"@ROOT@/live\", probation: 7d }\n"
        try await withDaemon(pipeline: Self.pipeline(Self.floor, policy: "max_runs_per_day: 2") + deploy) { daemon in
            for _ in 1...2 { try await Self.champion(daemon) }
            #expect(daemon.sandbox.link("live") == "2")
            try Self.append(
                Self.head + Self.predictions(0, version: 2).joined(), to: "in/log.csv", in: daemon)
            try Self.append(Self.labels(0, wrong: 40).joined(), to: "home/labels.jsonl", in: daemon)
            try await eventually("nothing is taken back: \(daemon.log)") { daemon.sandbox.link("live") == "1" }
            // The link leads back before the record says so.
            let models = try await eventually("nothing becomes champion again") {
                let models: [ModelVersionSummary] = try await daemon.ask("list-models")
                return models.first { $0.id == "p/1" }?.aliases.contains("champion") == true ? models : nil
            }
            #expect(models.first { $0.id == "p/2" }?.status == .bad)
            let ledger: [DeploymentSummary] = try await daemon.ask("list-deployments")
            #expect(
                ledger.first?.action == .rollback && ledger.first?.reason?.contains("accuracy of p/2 is 0.6") == true)
        }
    }

    @Test func `immature windows fire nothing, however bad the labels that are in`() async throws {
        try await withDaemon(pipeline: Self.pipeline(Self.floor)) { daemon in
            try await Self.champion(daemon)
            try Self.append(Self.head + Self.predictions(0).joined(), to: "in/log.csv", in: daemon)
            try Self.append(Self.labels(0, wrong: 100).prefix(89).joined(), to: "home/labels.jsonl", in: daemon)
            let performance = try await Self.joined(100, 89, daemon)
            #expect(performance.windows.first?.status == .immature)
            try await eventually("the trigger is not judged") {
                try await Self.performance(daemon).triggers.first?.text.contains("no window is mature") == true
            }
            #expect(try await Self.performance(daemon).triggers.first?.state == .unknown)
            try await daemon.idle()
            #expect(try await daemon.runs().count == 1)
        }
    }

    @Test func `late labels revise a window that was judged`() async throws {
        let pipeline = Self.pipeline("floor: { performance: accuracy, below: 0.2, min_samples: 10 }")
        try await withDaemon(pipeline: pipeline) { daemon in
            try await Self.champion(daemon)
            let labels = Self.labels(0, wrong: 10)
            try Self.append(Self.head + Self.predictions(0).joined(), to: "in/log.csv", in: daemon)
            try Self.append(labels.prefix(95).joined(), to: "home/labels.jsonl", in: daemon)
            #expect(try await Self.joined(100, 95, daemon).windows.first?.status == .judged)
            try Self.append(labels.joined(), to: "home/labels.jsonl", in: daemon)
            let revised = try await Self.joined(100, 100, daemon)
            #expect(revised.windows.first?.metrics["accuracy"]?.value == 0.9)
            #expect(revised.join.repeated == 95 && revised.join.replaced == 0)
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func `A1 A4 are neither lost nor doubled by a daemon that is killed at any moment`() async throws {
        let hours = Tier.isFull ? 60 : 12
        try await withDaemon(pipeline: Self.pipeline(Self.floor)) { daemon in
            try Self.append(Self.head, to: "in/log.csv", in: daemon)
            for hour in 0..<hours {
                // Labels come first every third time, and rows are torn at any byte.
                let rows = Array((hour % 3 == 0 ? [] : Self.predictions(hour)).joined().utf8)
                let cut = rows.isEmpty ? 0 : (hour * 977) % rows.count
                try Self.append(String(decoding: rows[..<cut], as: UTF8.self), to: "in/log.csv", in: daemon)
                try Self.append(Self.labels(hour, wrong: 5).joined(), to: "home/labels.jsonl", in: daemon)
                if hour % 2 == 0 {
                    try await daemon.crash()
                    try await daemon.start()
                }
                try Self.append(String(decoding: rows[cut...], as: UTF8.self), to: "in/log.csv", in: daemon)
                if hour % 3 == 0 { try Self.append(Self.predictions(hour).joined(), to: "in/log.csv", in: daemon) }
            }
            let count = Int64(hours * 100)
            let performance = try await Self.joined(count, count, daemon)
            #expect(performance.join == JoinValue(predictions: count, labelled: count))
            #expect(performance.windows.count == hours)
            for window in performance.windows {
                #expect(window.n == 100 && window.labelled == 100)
                #expect(window.metrics["accuracy"]?.value == 0.95)
            }
        }
    }

    @Test func `a log that is rotated by renaming or by copying and emptying loses and doubles no row`() async throws {
        try await withDaemon(pipeline: Self.pipeline(Self.floor)) { daemon in
            let log = daemon.sandbox.incoming + "/log.csv"
            try Self.append(Self.head + Self.predictions(0).joined(), to: "in/log.csv", in: daemon)
            try await Self.joined(100, 0, daemon)
            // Renamed with rows that nobody read yet, under a name that tells no format.
            try Self.append(Self.predictions(1).joined(), to: "in/log.csv", in: daemon)
            try #require(rename(log, log + ".1") == 0)
            try Self.append(Self.head + Self.predictions(2).joined(), to: "in/log.csv", in: daemon)
            try await Self.joined(300, 0, daemon)
            // The writer of the renamed file goes on for a while.
            try Self.append(Self.predictions(3).joined(), to: "in/log.csv.1", in: daemon)
            try await Self.joined(400, 0, daemon)
            // Copied and emptied: it goes on without a header.
            let copy = try #require(daemon.sandbox.text("in/log.csv"))
            try daemon.sandbox.write(copy, to: "in/log-copy.csv")
            try #require(truncate(log, 0) == 0)
            try Self.append(Self.predictions(4).joined(), to: "in/log.csv", in: daemon)
            let performance = try await Self.joined(500, 0, daemon)
            #expect(performance.windows.map(\.n) == [100, 100, 100, 100, 100])
            let copied = try await eventually("the copy is not read") {
                let join = try await Self.performance(daemon).join
                return join.repeated == 100 ? join : nil
            }
            #expect(copied == JoinValue(predictions: 500, repeated: 100))
            // A file that is gone and comes back says again what is known.
            try #require(unlink(log + ".1") == 0)
            try Self.append(Self.predictions(5).joined(), to: "in/log.csv", in: daemon)
            #expect(try await Self.joined(600, 0, daemon).join == JoinValue(predictions: 600, repeated: 100))
        }
    }

    @Test func `G6 rows that are sent are joined with those of files, once for each key`() async throws {
        try await withDaemon(pipeline: Self.pipeline(Self.floor)) { daemon in
            try Self.append(Self.head + Self.predictions(0).joined(), to: "in/log.csv", in: daemon)
            try await Self.joined(100, 0, daemon)
            let body = RowsBody(rows: [
                ["id": .text("h0-1"), "came": .integer(1)], ["id": .text("h0-2"), "came": .truth(true)],
                ["id": .text("late"), "came": .integer(0)], ["id": .text("bad"), "came": .text("perhaps")],
            ])
            for _ in 0..<2 {
                let reply: RowsReply = try await daemon.client.post(
                    .addLabels, ["p"], body: body, idempotencyKey: "one")
                #expect(reply.join == JoinValue(labelled: 2, early: 1, rejected: 1))
            }
            await #expect(throws: (any Error).self) {
                let other = RowsBody(rows: [["id": .text("h0-3"), "came": .integer(1)]])
                let _: RowsReply = try await daemon.client.post(.addLabels, ["p"], body: other, idempotencyKey: "one")
            }
            let sent = RowsBody(rows: [
                ["id": .text("late"), "at": .integer(Int64(Self.begin)), "version": .text("p/1"), "said": .integer(1)]
            ])
            let reply: RowsReply = try await daemon.client.post(
                .addPredictions, ["p"], body: sent, idempotencyKey: "two")
            #expect(reply.join == JoinValue(predictions: 1, labelled: 1, early: -1))
            try await daemon.crash()
            try await daemon.start()
            let performance = try await Self.joined(101, 3, daemon)
            #expect(performance.join == JoinValue(predictions: 101, labelled: 3, rejected: 1))
        }
    }

    @Test func `pushed values of a metric start a run when even the better end of their interval is too bad`()
        async throws
    {
        let pipeline = Pipeline.onDemand(
            #"date >"$MLOPS_MODEL/model""#,
            more: "triggers: { value: { performance: accuracy, source: pushed, below: 0.8, min_samples: 100 } }")
        try await withDaemon(pipeline: pipeline) { daemon in
            try await Self.champion(daemon)
            try await eventually("the pipeline is not followed") {
                try await daemon.ctl(["metric", "push", "p", "accuracy=0.9", "--samples", "100"]).end == .exited(0)
            }
            // Of 75 of 100 the interval reaches 0.83, so that they are not surely below 0.8.
            for (value, time) in [("0.75", "01"), ("0.5", "02")] {
                let at = "2026-11-25T00:00:\(time)Z"
                let result = try await daemon.ctl(
                    ["metric", "push", "p", "accuracy=\(value)", "--samples", "100", "--at", at, "--version", "p/1"])
                #expect(result.end == .exited(0) && result.output == "1 value taken in\n", "\(result)")
            }
            try await eventually("the values are not judged") {
                try await Self.performance(daemon).triggers.first?.breaches == 1
            }
            #expect(try await daemon.runs().count == 1)
            let bad = try await daemon.ctl(["metric", "push", "p", "accuracy=high", "--samples", "100"])
            #expect(bad.end == .exited(2))
            let percent = try await daemon.ctl(["metric", "push", "p", "accuracy=85", "--samples", "100"])
            #expect(percent.end == .exited(2) && percent.errors.contains("lies between 0 and 1"), "\(percent)")
            #expect(try await daemon.ctl(["metric", "push", "p", "hits=85", "--samples", "100"]).end == .exited(0))
            for time in ["03", "04"] {
                _ = try await daemon.ctl(
                    [
                        "metric", "push", "p", "accuracy=0.6", "--samples", "100", "--at",
                        "2099-11-25T00:00:\(time)Z", "--version", "1",
                    ])
            }
            let run = try await daemon.ended("r2")
            #expect(run.run.reason.hasPrefix("value: accuracy of p/1 is 0.6 (0.497"))
        }
    }

    @Test func `H5 files that can not be read are named, rows that can not be used are counted, the others are used`()
        async throws
    {
        try await withDaemon(pipeline: Self.pipeline(Self.floor)) { daemon in
            try daemon.sandbox.deliver("lying.parquet", "PAR1 and nothing else PAR1")
            try daemon.sandbox.deliver("other.csv", "key,said\n1,1\n")
            try daemon.sandbox.deliver("empty.csv", "")
            try daemon.sandbox.deliver("open.csv", Self.head + "\"a" + String(repeating: "x,\n", count: 3_000_000))
            symlink("/etc/passwd", daemon.sandbox.incoming + "/link.csv")
            mkfifo(daemon.sandbox.incoming + "/fifo.csv", 0o600)
            try daemon.sandbox.deliver(
                "mixed.csv", Self.head + "x,never,p/1,1\ny,\(Self.begin),p/1,perhaps\nz,\(Self.begin),p/1,1\n")
            let performance = try await eventually("the good row is not read: \(daemon.log)") {
                let performance = try await Self.performance(daemon)
                return performance.join.predictions == 1 && performance.problems.count >= 3 ? performance : nil
            }
            #expect(performance.join.rejected == 2)
            #expect(performance.problems.contains { $0.hasPrefix("lying.parquet: ") })
            #expect(performance.problems.contains("other.csv: it has no column \"id\"; its columns are key, said"))
            #expect(performance.problems.contains { $0.hasPrefix("open.csv: ") })
            #expect(!daemon.log.contains("passwd"))
        }
    }

    /// The same, and those that are wrong do not stand together.
    private static func scattered(_ hour: Int, wrong: Int) -> [String] {
        (0..<100).map { "{\"id\": \"h\(hour)-\($0)\", \"came\": \(($0 + ($0 * 37 % 100 < wrong ? 1 : 0)) % 2)}\n" }
    }

    @Test func `A4 prove harm at a declared rate of false alarms, weigh a training, and survive being killed`()
        async throws
    {
        let harm = "harm: { performance: accuracy, false_alarms: 12/year, min_samples: 200 }"
        let pipeline = Self.pipeline(harm, policy: "cooldown: 0s, retrain_cost: 600")
        try await withDaemon(pipeline: pipeline) { daemon in
            try await Self.champion(daemon)
            try Self.append(Self.head, to: "in/log.csv", in: daemon)
            func play(_ hours: Range<Int>, wrong: Int) async throws -> HarmValue {
                for hour in hours {
                    try Self.append(Self.predictions(hour).joined(), to: "in/log.csv", in: daemon)
                    try Self.append(Self.scattered(hour, wrong: wrong).joined(), to: "home/labels.jsonl", in: daemon)
                }
                return try await eventually("the test does not take \(hours) in: \(daemon.log)") {
                    let harm = try await Self.performance(daemon).harm
                    return harm?.rows == Int64(hours.upperBound * 100) ? harm : nil
                }
            }
            #expect(try await play(0..<1, wrong: 5).phase == .learning)
            let quiet = try await play(1..<10, wrong: 5)
            #expect(quiet.phase == .watching && quiet.usual == 0.95 && quiet.evidence < 1)
            let whyNot = try await daemon.ctl(["why-not", "p/harm"])
            #expect(whyNot.output.contains("accuracy of p/1 is 0.95 where 0.95 was usual, evidence of harm is"))
            #expect(whyNot.output.contains("would fire if it reached 100 %"), "\(whyNot)")
            // Proven, but not worth the price: 35 more errors an hour.
            let proven = try await play(10..<12, wrong: 40)
            #expect(proven.phase == .harmed && proven.worth?.isWorthIt == false)
            #expect(proven.objection?.contains("costs 600") == true)
            try await daemon.crash()
            try await daemon.start()
            let restored = try await eventually("nothing is known after a crash") {
                try await Self.performance(daemon).harm
            }
            #expect(restored == proven)
            #expect(try await daemon.runs().count == 1)
            let price = try await daemon.ctl(["why-not", "p/harm"])
            #expect(price.output.contains("a training is worth") && price.output.contains("costs 600"), "\(price)")
            let table = try await daemon.ctl(["performance", "p"])
            #expect(table.output.contains("Proof") && table.output.contains("Training"), "\(table)")
            for hour in 12..<24 {
                try Self.append(Self.predictions(hour).joined(), to: "in/log.csv", in: daemon)
                try Self.append(Self.scattered(hour, wrong: 40).joined(), to: "home/labels.jsonl", in: daemon)
            }
            let run = try await daemon.ended("r2")
            #expect(run.run.reason.hasPrefix("harm: accuracy of p/1 is 0.6"), "\(run.run.reason)")
            #expect(run.run.reason.contains("where 0.95 was usual") && run.run.reason.contains("harm is proven"))
            #expect(run.run.reason.contains("costs 600"), "\(run.run.reason)")
            // The new model is judged by its own predictions.
            try await eventually("the test does not begin anew") {
                try await Self.performance(daemon).harm?.phase == .learning
            }
            try await daemon.idle()
            #expect(try await daemon.runs().count == 2)
        }
    }
}
