import CMLOpsLinux
import Glibc

/// Runs short commands: a reload hook, a probe, a check.
///
/// Time and output are bounded; there is no shell.
///
/// Each command has a thread of its own while it runs, which waits in poll(2); the caller's task is only suspended.
package enum CommandRunner {
    /// Runs the command to its end.
    ///
    /// A cancelled task stops the command as the timeout does.
    ///
    /// - Parameters:
    ///   - stopTimeout: From SIGTERM to SIGKILL, both to the command's whole process group.
    ///   - maximumOutputBytes: How much of each of output and error output is kept; the rest is read and dropped.
    /// - Throws: When the command cannot be started.
    package static func run(
        _ request: SpawnRequest, timeout: Duration, stopTimeout: Duration = .seconds(2),
        maximumOutputBytes: Int = 64 * 1024
    ) async throws(LinuxError) -> CommandOutcome {
        let command = try RunningCommand(request, maximumOutputBytes: maximumOutputBytes)
        let (ends, continuation) = AsyncStream.makeStream(of: CommandOutcome.self)
        try Thread.start("mlops-command") {
            continuation.yield(command.wait(timeout: timeout, stopTimeout: stopTimeout))
        }
        return await withTaskCancellationHandler {
            await Self.first(of: ends)
        } onCancel: {
            command.stop()
        }
    }

    /// Runs the command to its end on the calling thread, which must be one that may block.
    package static func runBlocking(
        _ request: SpawnRequest, timeout: Duration, stopTimeout: Duration = .seconds(2),
        maximumOutputBytes: Int = 64 * 1024
    ) throws(LinuxError) -> CommandOutcome {
        try RunningCommand(request, maximumOutputBytes: maximumOutputBytes)
            .wait(timeout: timeout, stopTimeout: stopTimeout)
    }

    /// A task of its own, because iteration ends with the cancellation of its task, before the command has ended.
    private static func first(of ends: AsyncStream<CommandOutcome>) async -> CommandOutcome {
        await Task {
            var iterator = ends.makeAsyncIterator()
            guard let outcome = await iterator.next() else { preconditionFailure("the thread always yields") }
            return outcome
        }.value
    }
}
