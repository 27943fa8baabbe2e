import MLOpsControl
import Testing

/// What takes a model back once it is live, and what keeps it from going live: questions whose answers are known, and
/// what is found out about its predictions.
@Suite struct `A probation from outside` {
    /// The service doubles as many numbers as the model says, and a probe knows some doubles.
    private static func pipeline(_ probation: String = "") -> String {
        Pipeline.watching(
            "tail -n 1 \"$(tail -n 1 \"$MLOPS_NEW_DATA_DATA\")\" >\"$MLOPS_MODEL/factor\"",
            more: """
                deploy:
                  target: "@ROOT@/live"
                  reload: [cp, "@ROOT@/live/factor", "@ROOT@/served"]
                  probe: { command: [sh, golden.sh], within: 3s }
                \(probation.indented(2))
                """)
    }

    private static let golden = """
        echo "$MLOPS_PIPELINE $MLOPS_VERSION $MLOPS_TARGET $MLOPS_MODEL" >>asked
        factor=$(cat "$(dirname "$MLOPS_TARGET")/served")
        while read -r query answer; do
            [ $((query * factor)) -eq "$answer" ] || { echo "$query gives $((query * factor)), not $answer"; exit 1; }
        done <golden.txt

        """

    private static func prepare(_ sandbox: Sandbox) throws {
        try sandbox.write(golden, to: "src/golden.sh")
        try sandbox.write("1 2\n21 42\n", to: "src/golden.txt")
    }

    @Test func `a model that answers golden queries wrongly does not stay live, and the run says which`() async throws {
        try await withDaemon(pipeline: Self.pipeline(), prepare: Self.prepare) { daemon in
            try daemon.sandbox.deliver("1.csv", "2\n")
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
            let root = daemon.sandbox.path
            #expect(daemon.sandbox.lines("src/asked") == ["p p/1 \(root)/live \(root)/state/models/p/1"])
            try daemon.sandbox.deliver("2.csv", "3\n")
            let run = try await daemon.ended("r2")
            #expect(run.run.outcome == .failed)
            #expect(run.run.detail?.contains("1 gives 3, not 2") == true, "\(run.run)")
            #expect(daemon.sandbox.link("live") == "1" && daemon.sandbox.text("served") == "2\n")
        }
    }

    /// Three questions, half a minute apart.
    @Test(.enabled(if: Tier.isFull, "takes two minutes"), .timeLimit(.minutes(10)))
    func `I3 a model whose service answers golden queries wrongly is taken back, once, and is bad`() async throws {
        try await withDaemon(pipeline: Self.pipeline("probation: 1h"), prepare: Self.prepare) { daemon in
            try daemon.sandbox.deliver("1.csv", "2\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("2.csv", "a second one\n2\n")
            _ = try await daemon.ended("r2")
            #expect(daemon.sandbox.link("live") == "2")
            try daemon.sandbox.write("7\n", to: "served")
            try await eventually(within: .seconds(300), "it is not taken back: \(daemon.log)") {
                daemon.sandbox.link("live") == "1"
            }
            try await Self.checkTakenBack(daemon)
            #expect(daemon.sandbox.text("served") == "2\n")
        }
    }

    private static func checkTakenBack(_ daemon: DaemonProcess) async throws {
        let models = try await eventually("nothing becomes champion again") {
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            return models.first { $0.id == "p/1" }?.aliases.contains("champion") == true ? models : nil
        }
        #expect(models.first { $0.id == "p/2" }?.status == .bad)
        let again = try await daemon.ctl(["rollback", "p", "--to", "p/2"])
        #expect(again.end == .exited(1) && again.errors.contains("p/2 was taken back: "), "\(again.errors)")
        let ledger: [DeploymentSummary] = try await daemon.ask("list-deployments")
        #expect(
            ledger.map(\.action).prefix(2) == [.rollback, .deploy] && ledger.map(\.version).prefix(2) == ["p/1", "p/2"])
    }
}
