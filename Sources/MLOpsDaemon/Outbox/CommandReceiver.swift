import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// A program that gets each event as JSON on its standard input, and the most of it in its environment.
///
/// Exit 0: it has it. Exit 65 (EX_DATAERR): it never will. All else: again later.
struct CommandReceiver: Receiver {
    private static let dataError: Int32 = 65

    let arguments: [String]
    let timeout: Duration
    let base: BaseEnvironment
    /// nil: it is a process below the daemon.
    var units: CommandUnits? = nil

    func take(_ event: OutgoingEvent) -> Delivery {
        do {
            let message = EventMessage(event)
            let variables =
                base.variables + [
                    ("MLOPS_EVENT", event.notice.kind.word), ("MLOPS_EVENT_ID", message.id),
                    ("MLOPS_PIPELINE", event.notice.pipeline.text), ("MLOPS_RUN_ID", message.data.run ?? ""),
                    ("MLOPS_VERSION", message.data.version ?? ""),
                    ("MLOPS_TEXT", UntrustedText.escape(message.data.text)),
                ]
            var request = SpawnRequest(
                arguments: arguments, environment: variables.map { "\($0.name)=\($0.value)" }, workingDirectory: "/")
            request.standardInput = try MemoryFile.holding(try message.json)
            let command = PipelineCommand(request: request, timeout: timeout, units: units, owner: .daemon)
            return judge(try command.run())
        } catch {
            return .failed("\(error)")
        }
    }

    private func judge(_ outcome: CommandOutcome) -> Delivery {
        if outcome.isSuccess { return .made }
        let said = UntrustedText.escape(outcome.lastLine)
        let text = outcome.endText + (said.isEmpty ? "" : ": \(said)")
        return outcome.end == .exited(code: Self.dataError) ? .refused(text) : .failed(text)
    }
}
