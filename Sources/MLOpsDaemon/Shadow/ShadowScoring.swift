import FoundationEssentials
import Glibc
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule

/// Has the parts of a log that were not scored yet scored by the candidate, one after the other.
struct ShadowScoring {
    let goal: ShadowGoal
    let parts: ShadowParts
    /// Of the trial.
    let directory: String

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How much of a log is handed over at once.
    private static let bytesAtOnce: Int64 = 16 << 20

    /// Scores the next part, if there is one.
    ///
    /// - Returns: Whether there was one.
    func scoreNext() throws -> Bool {
        guard let predictions = goal.definition.predictions else { return false }
        var progress = try ScoringProgress.read(from: directory)
        let log = LogParts(of: predictions)
        let since = goal.since.wall.microseconds
        guard
            let part = try log.next(
                after: progress, since: since, now: parts.now().wall.microseconds, atMost: Self.bytesAtOnce)
        else { return false }
        if !part.content.isEmpty { try score(part, number: progress.parts) }
        progress.advance(past: part)
        try progress.write(to: directory)
        return true
    }

    /// What it says has its name only when it is whole; a part that is scored again replaces it.
    private func score(_ part: LogPart, number: Int) throws {
        let (input, output) = (directory + "/input\(part.ending)", directory + "/output\(part.ending)")
        try DurableFile.write(part.content, to: input, permissions: 0o600)
        try TreeRemoval.remove(output)
        defer { _ = unlink(input) }
        let outcome = try PipelineCommand(
            request: request(input, output), timeout: goal.shadow.timeout, units: parts.units, owner: .daemon
        ).run()
        guard outcome.isSuccess else {
            let said = UntrustedText.escape(outcome.lastLine)
            throw Failure(description: "predict: " + outcome.endText + (said.isEmpty ? "" : ": \(said)"))
        }
        guard FileStatus(at: output).map({ $0.kind == .regular && $0.fingerprint.size > 0 }) == true else {
            throw Failure(description: "predict: it wrote nothing to MLOPS_OUTPUT")
        }
        guard rename(output, "\(directory)/outputs/\(number)\(part.ending)") == 0 else {
            throw LinuxError("rename", output, .system(errno))
        }
    }

    private func request(_ input: String, _ output: String) -> SpawnRequest {
        let variables =
            parts.base.variables + [
                ("MLOPS_PIPELINE", goal.definition.name.text), ("MLOPS_VERSION", goal.version.description),
                ("MLOPS_MODEL", parts.models.directory(of: goal.version)), ("MLOPS_INPUT", input),
                ("MLOPS_OUTPUT", output),
            ]
        return SpawnRequest(
            arguments: goal.shadow.predict,
            environment: variables.map { "\($0.name)=\($0.value)" } + [CommandMark.variable(state: parts.state)],
            workingDirectory: goal.definition.directory)
    }
}
