import MLOpsControl
import Testing

/// What is asked of the data that a candidate was trained on, from files on the disk to the verdict that people see.
@Suite struct `Gates of data` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training, dataset: ", include: [\"*.csv\"], schema: \"@ROOT@/src/x.schema.yaml\"",
        more: """
            predictions:
              { log: "@ROOT@/home", id: id, time: at, prediction: said, label: came, task: binary, label_horizon: 1d }
            gates: { data: { schema: enforce, drift: enforce, skew: enforce } }
            deploy: { target: "@ROOT@/live" }
            """)

    /// Any values up to that.
    private static func schema(_ largest: Int) -> String {
        """
        schema: 1
        columns:
          x: { type: float, nullable: 0, range: [0, \(largest)] }
        """
    }

    /// 600 numbers spread over the unit interval, moved by `shift`.
    private static func numbers(_ shift: Double) -> [Double] {
        (0..<600).map { Double(($0 * 7919) % 600) / 600 + shift }
    }

    private static func data(_ shift: Double = 0) -> String {
        "x\n" + numbers(shift).map { "\($0)\n" }.joined()
    }

    private static func log(_ shift: Double) -> String {
        "id,at,said,x\n" + numbers(shift).enumerated().map { "\($0),1795000000,1,\($1)\n" }.joined()
    }

    private static func verdicts(_ run: RunDetail) -> [GateValue.Verdict] { run.gates.map(\.verdict) }

    @Test func `let through what fits, and hold what breaks its schema, drifted, or is not what the model is asked`()
        async throws
    {
        try await withDaemon(pipeline: Self.pipeline) { sandbox in
            try sandbox.write(Self.schema(10), to: "src/x.schema.yaml")
        } _: { daemon in
            try daemon.sandbox.deliver("1.csv", Self.data())
            let first = try await daemon.ended("r1")
            #expect(Self.verdicts(first) == [.pass, .ungated, .ungated, .ungated], "\(first.gates)")
            #expect(first.gates.first?.explanation == "data schema: 1 file fits its schema")
            #expect(first.run.outcome == .succeeded)

            try daemon.sandbox.deliver("2.csv", Self.data())
            let second = try await daemon.ended("r2")
            #expect(Self.verdicts(second) == [.pass, .pass, .inconclusive, .ungated], "\(second.gates)")
            #expect(second.gates[2].explanation == "train/serve skew: no predictions are logged yet")

            try daemon.sandbox.write(Self.log(0), to: "home/log.csv")
            try daemon.sandbox.deliver("3.csv", Self.data())
            let third = try await daemon.ended("r3")
            #expect(Self.verdicts(third) == [.pass, .pass, .pass, .ungated], "\(third.gates)")
            #expect(third.run.outcome == .succeeded)

            try daemon.sandbox.write(Self.log(0.4) + "half a ro", to: "home/log.csv")
            try daemon.sandbox.deliver("4.csv", Self.data())
            let fourth = try await daemon.ended("r4")
            #expect(Self.verdicts(fourth) == [.pass, .pass, .fail, .ungated], "\(fourth.gates)")
            #expect(fourth.gates[2].explanation.contains("what the model is asked (600 rows) is distributed otherwise"))
            #expect(fourth.run.outcome == .refused)

            try daemon.sandbox.write(Self.log(0), to: "home/log.csv")
            try daemon.sandbox.deliver("5.csv", Self.data(0.5))
            let fifth = try await daemon.ended("r5")
            #expect(fifth.gates[1].verdict == .fail, "\(fifth.gates)")
            #expect(fifth.gates[1].explanation.contains("of data") && fifth.gates[1].explanation.hasSuffix(" in x"))

            try daemon.sandbox.write(Self.schema(1), to: "src/x.schema.yaml")
            let last = try await daemon.ended(try await daemon.run())
            #expect(last.gates[0].verdict == .fail, "\(last.gates)")
            #expect(last.gates[0].explanation.contains("\"5.csv\" of data"))
        }
    }
}
