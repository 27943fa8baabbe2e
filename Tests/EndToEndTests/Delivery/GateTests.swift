import MLOpsControl
import Testing

/// Gates as a user meets them: rows that a step leaves, programs that try the model, and what people are shown.
@Suite struct `Gates of a pipeline` {
    /// A model is a number: how many of 400 rows it has right.
    ///
    /// Its rows and those of the champion are left beside it.
    private static let pipeline = Pipeline.watching(
        """
        newest=$(tail -n 1 "$MLOPS_NEW_DATA_DATA")
        right=$(tail -n 1 "$newest")
        echo "$right" >"$MLOPS_MODEL/model"
        champion=$([ -n "$MLOPS_CHAMPION" ] && cat "$MLOPS_CHAMPION/model" || echo "")
        {
            echo "correct${champion:+,champion_correct}"
            i=0
            while [ $i -lt 400 ]; do
                echo "$([ $i -lt $right ] && echo 1 || echo 0)${champion:+,$([ $i -lt ${champion:-0} ] && echo 1 || echo 0)}"
                i=$((i + 1))
            done
        } >"$MLOPS_WORK/rows.csv"
        printf '{"accuracy": %s, "per_row": "rows.csv"}' "$(awk "BEGIN { print $right / 400 }")" >"$MLOPS_METRICS"
        """,
        more: """
            gates:
              model:
                - { metric: accuracy, at_least: 0.5 }
                - { metric: accuracy, not_worse_than: champion, margin: 0.02 }
                - { check: [sh, -c, 'if grep -q 399 "$MLOPS_MODEL/model"; then echo "399 is bad luck"; exit 1; fi'] }
            deploy: { target: "@ROOT@/live" }
            """)

    private func gates(of run: RunDetail) -> [GateValue.Verdict] { run.gates.map(\.verdict) }

    @Test func `promote by proof, hold what is open, refuse what is proven, and run checks`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "380\n")
            let first = try await daemon.ended("r1")
            #expect(gates(of: first) == [.pass, .ungated, .pass], "\(first.gates)")
            #expect(first.gates[0].evidence?.rows == 400)

            try daemon.sandbox.deliver("2.csv", "381\n")
            let second = try await daemon.ended("r2")
            #expect(gates(of: second) == [.pass, .pass, .pass], "\(second.gates)")
            #expect(second.gates[1].evidence?.method == "paired proportions")
            #expect(daemon.sandbox.text("live/model") == "381\n")

            // Seven rows lost of 400 are less than the margin, and more than can be ruled out to be beyond it.
            try daemon.sandbox.deliver("3.csv", "374\n")
            let third = try await daemon.ended("r3")
            #expect(gates(of: third) == [.pass, .inconclusive, .pass], "\(third.gates)")
            #expect(third.run.outcome == .refused)

            try daemon.sandbox.deliver("4.csv", "300\n")
            #expect(gates(of: try await daemon.ended("r4")) == [.pass, .fail, .pass])

            try daemon.sandbox.deliver("5.csv", "399\n")
            let fifth = try await daemon.ended("r5")
            #expect(gates(of: fifth) == [.pass, .pass, .fail], "\(fifth.gates)")
            #expect(fifth.gates[2].explanation.hasSuffix("it exited with status 1: 399 is bad luck"))

            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.map(\.status) == [.refused, .refused, .inconclusive, .accepted, .accepted])
            #expect(daemon.sandbox.text("live/model") == "381\n")
        }
    }

    @Test func `are measured again by the next daemon when this one is killed`() async throws {
        let definition = Pipeline.onDemand(
            "echo x >\"$MLOPS_MODEL/m\"\necho '{}' >\"$MLOPS_METRICS\"",
            more: """
                gates:
                  model: [ { check: [sh, -c, "test -e go; no=$?; echo checking >>said; [ $no = 0 ] || sleep 60"] } ]
                deploy: { target: "@ROOT@/live" }
                """)
        try await withDaemon(pipeline: definition) { daemon in
            let run = try await daemon.run()
            try await daemon.said("checking")
            #expect(try await daemon.client.get(.run, [run], as: RunDetail.self).run.phase == .judging)
            try daemon.sandbox.write("", to: "src/go")
            try await daemon.crash()
            try await daemon.start()
            let detail = try await daemon.ended(run)
            #expect(detail.run.outcome == .succeeded, "\(detail)")
            #expect(daemon.sandbox.lines("src/said").count == 2)
        }
    }
}
