import FoundationEssentials
import Glibc
import MLOpsControl

extension DaemonProcess {
    /// Runs `mlopsctl`, which talks to this daemon; `environment` replaces all of it.
    func ctl(
        _ arguments: [String], environment: [String: String] = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    ) async throws -> CommandResult {
        try await Command.run(
            BuiltProgram.mlopsctl.path, arguments + ["--socket", sandbox.socket], environment: environment,
            scratch: sandbox.path + "/elsewhere")
    }

    /// Runs `mlopsctl --json`, which must succeed, and reads its answer.
    func ask<Value: Decodable>(_ arguments: String..., as type: Value.Type = Value.self) async throws -> Value {
        let result = try await ctl(arguments + ["--json"])
        guard result.end == .exited(0) else {
            throw HarnessError("mlopsctl \(arguments): \(result.end) \(result.output) \(result.errors)")
        }
        return try ControlJSON.decode(type, from: Data(result.output.utf8))
    }

    /// Waits for the end of a run, which may not have begun yet; the daemon may be away meanwhile.
    func ended(_ run: String) async throws -> RunDetail {
        try await eventually("run \(run) does not end: \(log)") {
            let detail: RunDetail? = try await whenThere { try await client.get(.run, [run]) }
            return detail?.run.outcome == nil ? nil : detail
        }
    }

    /// Waits until a step of a run has said something in `src/said`, as steps of these tests do to be waited for.
    func said(_ word: String, times: Int = 1) async throws {
        try await eventually("no step says \(word) \(times) times, but \(sandbox.lines("src/said")): \(log)") {
            sandbox.lines("src/said").count { $0 == word } >= times
        }
    }

    /// Waits until the run waits at its gate.
    func waits(_ run: String) async throws { try await said("waiting.\(run)") }

    /// Lets a run go on that waits at its gate.
    func open(gateOf run: String, saying answer: String = "0") async throws {
        try await eventually("run \(run) does not wait: \(log)") {
            let gate = Glibc.open("\(sandbox.path)/src/gate.\(run)", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            guard gate >= 0 else { return false }
            defer { close(gate) }
            return write(gate, answer + "\n", answer.utf8.count + 1) > 0
        }
    }

    /// All runs, the oldest first.
    func runs() async throws -> [RunSummary] {
        let runs: [RunSummary] = try await client.get(.runs, query: [("limit", "1000")])
        return runs.reversed()
    }

    func pipeline(_ name: String = "p") async throws -> PipelineDetail { try await client.get(.pipeline, [name]) }

    /// The pipeline's first dataset.
    func dataset(of pipeline: String = "p") async throws -> DatasetSummary {
        let datasets: [DatasetSummary] = try await client.get(.datasets, query: [("pipeline", pipeline)])
        guard let first = datasets.first else { throw HarnessError("\(pipeline) has no dataset") }
        return first
    }

    /// Waits until nothing runs and nothing waits to.
    func idle(_ name: String = "p") async throws {
        let result = try await ctl(["wait", name, "--idle", "--timeout", "300s"])
        guard result.end == .exited(0) else { throw HarnessError("not idle: \(result.errors)\n\(log)") }
    }

    /// Asks the pipeline to run; returns the run, which must start at once.
    func run(_ name: String = "p", _ body: RunRequestBody = RunRequestBody()) async throws -> String {
        let reply: RunReply = try await client.post(.startRun, [name], body: body)
        guard let run = reply.run else { throw HarnessError("it does not start: \(reply)") }
        return run
    }

    /// nil while the daemon is away or there is no such thing.
    private func whenThere<Value>(_ ask: () async throws -> Value) async throws -> Value? {
        do {
            return try await ask()
        } catch ControlError.refused(let problem) where problem.code != .notFound {
            throw HarnessError("\(problem)")
        } catch is ControlError {
            return nil
        }
    }
}
