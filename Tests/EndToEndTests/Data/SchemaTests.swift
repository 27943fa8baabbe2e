import MLOpsControl
import Testing

/// Data that are held against a schema before they count.
@Suite struct `Validated data` {
    private static let pipeline = Pipeline.watching(
        #"cp "$(tail -n 1 "$MLOPS_NEW_DATA_DATA")" "$MLOPS_MODEL/model"; echo '{"f1": 1}' >"$MLOPS_METRICS""#,
        dataset: ", include: [\"*.csv\"], schema: \"@ROOT@/src/people.schema.yaml\"")

    private static let schema = """
        schema: 1
        columns:
          age: { type: int, nullable: 0, range: [0, 120] }
          plan: { type: category, domain: [free, pro] }
        """

    private static func rows(_ count: Int, age: String = "40") -> String {
        "age,plan\n" + String(repeating: "\(age),free\n", count: count)
    }

    private static func write(_ schema: String) -> (Sandbox) throws -> Void {
        { try $0.write(schema, to: "src/people.schema.yaml") }
    }

    @Test func `start a run when they are as the schema says, and are set aside with the reason when not`() async throws
    {
        try await withDaemon(pipeline: Self.pipeline, prepare: Self.write(Self.schema)) { daemon in
            try daemon.sandbox.deliver("old.csv", Self.rows(200, age: "400"))
            try await eventually("what breaks the schema is not set aside") {
                try await daemon.dataset().counts.quarantined == 1
            }
            let problem = try #require(try await daemon.dataset().problems.first)
            #expect(problem.path == "old.csv" && problem.reason.contains("age"), "\(problem)")
            #expect(try await daemon.runs().isEmpty)
            try daemon.sandbox.deliver("good.csv", Self.rows(200))
            let run = try await daemon.ended("r1")
            #expect(run.manifest?.files == 1)
        }
    }

    @Test func `that were set aside count once the schema lets them in, whenever that is read`() async throws {
        try await withDaemon(pipeline: Self.pipeline, prepare: Self.write(Self.schema)) { daemon in
            for (name, age, bound) in [("old", "400", "500"), ("older", "700", "900")] {
                try daemon.sandbox.deliver("\(name).csv", Self.rows(200, age: age))
                try await eventually("it is not set aside") { try await daemon.dataset().counts.quarantined == 1 }
                let problem = try #require(try await daemon.dataset().problems.first)
                let accept = "mlopsctl schema accept \(daemon.sandbox.path)/src/people.schema.yaml"
                #expect(problem.nextStep?.contains("\(accept) \(daemon.sandbox.path)/in/\(name).csv") == true)
                #expect(!problem.reason.contains("age: age"), "\(problem)")
                let whyNot = try await daemon.ctl(["why-not", "p"])
                #expect(whyNot.output.contains("1 file is set aside: \"\(name).csv\": schema: "), "\(whyNot)")
                let answer = try await daemon.ask("why-not", "p", as: WhyNotResponse.self).answer
                #expect(answer.contains("; 1 file is set aside: \"\(name).csv\""), "\(answer)")
                let lineage = try await daemon.ctl(["lineage", "\(daemon.sandbox.path)/in/\(name).csv"])
                #expect(lineage.output.contains("quarantined in dataset p/data, schema: "), "\(lineage)")
                let schema = Self.schema.replacing("120", with: bound)
                try daemon.sandbox.write(schema, to: "src/people.schema.yaml")
                if name == "old" {
                    #expect(try await daemon.ctl(["reload"]).end == .exited(0))
                } else {
                    try await daemon.stop()
                    try await daemon.start()
                }
                let run = try await daemon.ended(name == "old" ? "r1" : "r2")
                #expect(run.manifest?.newFiles == 1)
                #expect(try await daemon.dataset().counts.quarantined == 0)
            }
        }
    }

    @Test func `that are replaced by better ones count`() async throws {
        try await withDaemon(pipeline: Self.pipeline, prepare: Self.write(Self.schema)) { daemon in
            try daemon.sandbox.deliver("day.csv", "age,plan\nold,free\nyoung,pro\n")
            try await eventually("it is not set aside") { try await daemon.dataset().counts.quarantined == 1 }
            try daemon.sandbox.deliver("day.csv", Self.rows(50))
            _ = try await daemon.ended("r1")
            #expect(try await daemon.dataset().counts.quarantined == 0)
        }
    }

    @Test func `C14 one file that must not be used keeps its whole batch from being used`() async throws {
        try await withDaemon(pipeline: Self.pipeline, prepare: Self.write(Self.schema)) { daemon in
            try daemon.sandbox.write(
                #"{"files": [{"path": "a.csv"}, {"path": "b.csv"}]}"#, to: "in/batch.manifest.json")
            try daemon.sandbox.deliver("a.csv", Self.rows(50))
            try daemon.sandbox.deliver("b.csv", Self.rows(50, age: "400"))
            try await eventually("the batch is not set aside") {
                try await daemon.dataset().problems.contains { $0.reason.contains("b.csv") }
            }
            #expect(try await daemon.runs().isEmpty)
            try daemon.sandbox.deliver("b.csv", Self.rows(50))
            let run = try await daemon.ended("r1")
            #expect(run.manifest?.files == 2)
        }
    }

    @Test func `F2 need a schema file that can be read`() async throws {
        try await withDaemon(pipeline: Self.pipeline, prepare: Self.write("schema: 1\ncolums: {}\n")) { daemon in
            let status = try await daemon.ctl(["status", "p"])
            #expect(status.output.contains("people.schema.yaml:2:1"), "\(status)")
            try daemon.sandbox.write(Self.schema, to: "src/people.schema.yaml")
            let reload = try await daemon.ctl(["reload"])
            #expect(reload.end == .exited(0), "\(reload)")
            try daemon.sandbox.deliver("good.csv", Self.rows(50))
            _ = try await daemon.ended("r1")
        }
    }
}
