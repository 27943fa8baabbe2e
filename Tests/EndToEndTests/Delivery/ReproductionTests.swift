import MLOpsControl
import Testing

/// Doing again what a run did.
@Suite struct `Reproduction` {
    private static let pipeline = """
        directory: "@ROOT@/src"
        parameters: { factor: "2" }
        data: { data: { path: "@ROOT@/in" } }
        policy: { cooldown: 0s }
        steps:
          main: { run: [sh, train.sh] }
        """

    private static let training = """
        newest=$(tail -n 1 "$MLOPS_DATA_DATA")
        { cat "$newest"; echo "$MLOPS_PARAM_FACTOR"; } >"$MLOPS_MODEL/model"
        echo '{"f1": 0.8}' >"$MLOPS_METRICS"

        """

    private func answer(_ daemon: DaemonProcess, _ run: String, exit: Int32) async throws -> ReproductionResponse {
        let result = try await daemon.ctl(["reproduce", run])
        #expect(result.end == .exited(exit), "\(result.output) \(result.errors)")
        return try await daemon.client.get(.reproduction, [run])
    }

    private func train(_ daemon: DaemonProcess, _ script: String) async throws -> String {
        try daemon.sandbox.write(script, to: "src/train.sh")
        // A run that is asked for takes what is ready, and be that nothing: doing it again is then the same whatever comes.
        try await eventually("the file is not seen") { try await daemon.dataset().counts.ready == 1 }
        let run = try await daemon.run()
        #expect(try await daemon.ended(run).run.outcome == .succeeded)
        _ = try await eventually("the environment does not become known") {
            try await daemon.client.get(.run, [run], as: RunDetail.self).environment
        }
        return run
    }

    @Test func `gives the same, byte for byte, and changes nothing`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            let run = try await train(daemon, Self.training)
            let again = try await answer(daemon, run, exit: 0)
            #expect(again.state == .ended && again.isIdentical == true && again.differences.isEmpty, "\(again)")
            #expect(again.steps == ["main"])
            #expect(try await daemon.runs().count == 1)
            let models: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(models.count == 1)
        }
    }

    @Test func `I8 goes with its run, and says that the champion of then is gone`() async throws {
        let pipeline = Self.pipeline.replacing("cooldown: 0s", with: "cooldown: 0s, keep_runs: 3, keep_models: 1")
        try await withDaemon(pipeline: pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            for _ in 1...4 { _ = try await train(daemon, Self.training) }
            #expect(try await answer(daemon, "r2", exit: 0).differences.isEmpty)
            _ = try await answer(daemon, "r1", exit: 0)
            #expect(daemon.sandbox.exists("state/reproductions/r1"))
            let pruned: PruneResponse = try await daemon.client.post(.prune, body: PruneBody(pipeline: "p"))
            #expect(pruned.runs.map(\.id) == ["r1"] && pruned.models.map(\.id) == ["p/1", "p/2"], "\(pruned)")
            #expect(!daemon.sandbox.exists("state/reproductions/r1"))
            #expect(daemon.sandbox.exists("state/reproductions/r2"))
            let again = try await answer(daemon, "r2", exit: 0)
            #expect(again.differences.map(\.subject) == ["p/1"], "\(again)")
            #expect(again.differences.first?.text.contains("the champion that the steps were given") == true)
        }
    }

    @Test func `runs the code of then, and says what is not as it was`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            let run = try await train(daemon, Self.training)
            try daemon.sandbox.write("exit 3\n", to: "src/train.sh")
            let again = try await answer(daemon, run, exit: 0)
            #expect(again.isIdentical == true && again.differences.isEmpty, "the code of then was not run: \(again)")
            try daemon.sandbox.deliver("1.csv", "0.9\n")
            let changed = try await answer(daemon, run, exit: 1)
            #expect(changed.differences.contains { $0.kind == .input && $0.text.contains("1.csv") }, "\(changed)")
            #expect(changed.isIdentical == false)
            #expect(changed.differences.contains { $0.kind == .model && $0.text.contains("the first at offset 2") })
        }
    }

    @Test func `finds what a training that is not deterministic leaves`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            let random = """
                date +%N >"$MLOPS_MODEL/now"
                echo "{\\"f1\\": 0.$(date +%N)}" >"$MLOPS_METRICS"

                """
            let script = Self.training + random
            let run = try await train(daemon, script)
            let again = try await answer(daemon, run, exit: 1)
            #expect(again.differences.filter { $0.kind == .model }.map(\.subject) == ["now"], "\(again)")
            #expect(again.differences.contains { $0.kind == .metric && $0.subject == "f1" })
        }
    }

    @Test func `tells of a step that fails this time, and of what cannot be done again`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.deliver("1.csv", "0.8\n")
            let script = Self.training + "[ -e \"once\" ] && { echo again >&2; exit 4; }\n: >\"once\"\n"
            let run = try await train(daemon, script)
            let again = try await answer(daemon, run, exit: 1)
            #expect(again.differences.map(\.kind) == [.step] && again.differences[0].text.contains("again"), "\(again)")
            let unknown = try await daemon.ctl(["reproduce", "r99"])
            #expect(unknown.end != .exited(0) && unknown.errors.contains("r99"))
        }
    }
}
