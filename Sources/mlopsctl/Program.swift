import ArgumentParser
import Glibc
import MLOpsControl

/// Parses the command line, runs the command and turns whatever ends it into an exit status.
@main struct Program {
    static func main() async {
        StandardStreams.prepare()
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    static func run(_ arguments: [String]) async -> Int32 {
        var wantsJSON = false
        do {
            var command = try await RootCommand.asyncParseAsRoot(LeadingOptions.behindVerb(arguments))
            wantsJSON = (command as? any ControlCommand)?.common.json ?? false
            if let refusal = (command as? any LocalCommand)?.refusalOfOtherHost { throw refusal }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let code as ExitCode {
            return code.rawValue
        } catch let failure as CommandFailure {
            return report(failure, asJSON: wantsJSON)
        } catch {
            if let failure = UnknownVerb.failure(in: arguments) { return report(failure, asJSON: wantsJSON) }
            return report(parsing: error, asJSON: wantsJSON)
        }
    }

    /// Help and version are asked for and go to stdout; everything else that parsing throws is a wrong usage.
    private static func report(parsing error: any Error, asJSON: Bool) -> Int32 {
        guard RootCommand.exitCode(for: error) != .success else {
            StandardStreams.write(RootCommand.fullMessage(for: error) + "\n")
            return 0
        }
        let lines = RootCommand.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: true)
        let message = RootCommand.message(for: error)
        // The parser's own usage line says more than a hint of ours could.
        let usage = lines.first { $0.hasPrefix("Usage:") }.map { String($0) }
        return report(CommandFailure(.usage, message, hints: usage.map { [$0] } ?? []), asJSON: asJSON)
    }

    private static func report(_ failure: CommandFailure, asJSON: Bool) -> Int32 {
        StandardStreams.writeError(asJSON ? failure.json : failure.text)
        return failure.kind.exitStatus
    }
}
