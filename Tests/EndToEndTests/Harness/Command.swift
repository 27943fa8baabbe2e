import FoundationEssentials
import Glibc

/// Programs that are run to their end.
enum Command {
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String], scratch: String,
        within limit: Duration = .seconds(300)
    ) async throws -> CommandResult {
        let name = "\(scratch)/command-\(UInt64.random(in: 0 ... .max))"
        defer { for part in ["out", "err"] { _ = unlink("\(name).\(part)") } }
        let start = ContinuousClock.now
        let child = try ChildProcess(
            program, arguments, environment: environment, output: "\(name).out", errors: "\(name).err")
        let end = try await child.ended(within: limit)
        return CommandResult(
            end: end, output: ProcessTable.text("\(name).out") ?? "", errors: ProcessTable.text("\(name).err") ?? "",
            elapsed: ContinuousClock.now - start)
    }

    /// Runs a shell that finds `mlopsctl` as `$CTL`.
    static func shell(_ text: String, environment: [String: String], scratch: String) async throws -> CommandResult {
        try await run(
            "/bin/sh", ["-c", text],
            environment: environment.merging(["CTL": BuiltProgram.mlopsctl.path]) { $1 }, scratch: scratch)
    }
}
