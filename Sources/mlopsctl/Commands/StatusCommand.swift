import ArgumentParser
import MLOpsControl

/// `mlopsctl status`: the screen one looks at first.
struct StatusCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the daemon, a pipeline or a run is.",
        discussion: """
            Without an argument: health, active runs, what is due, and the last failures with the command that tells \
            more about each.

            The exit status is 0 when all is well, 3 when a pipeline is paused, disabled or held back by its breaker, \
            or when a run did not succeed, and 4 when there is no such pipeline or run. Without an argument it is 0 \
            whenever the daemon answers, also when it is degraded.
            """)

    @Argument(
        help: ArgumentHelp("A pipeline or a run.", valueName: "pipeline|run"), completion: LiveCompletion.pipelines)
    var subject: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        switch subject.map({ ObjectName($0) }) {
        case nil: try await showDaemon()
        case .run(let id): try await showRun(id)
        case .pipeline(let name): try await showPipeline(name)
        default: throw CommandFailure.notA("a pipeline or a run", subject ?? "", example: "churn or r17")
        }
    }

    private func showDaemon() async throws {
        try await show(.status) { (status: StatusResponse, style) in StatusPage.text(status, style) }
    }

    private func showPipeline(_ name: String) async throws {
        let detail: PipelineDetail = try await get(.pipeline, [name])
        let tail = await lastLines(of: detail.pipeline.lastRun)
        try console.show(detail) { PipelinePage.text(detail, $0) + StreamText.tail(tail, $0) }
        if !detail.pipeline.isActive { throw ExitCode(Self.notActive) }
    }

    private func showRun(_ id: String) async throws {
        let detail: RunDetail = try await get(.run, [id])
        let tail = await lastLines(of: detail.run)
        try console.show(detail) { RunPage.text(detail, $0) + StreamText.tail(tail, $0) }
        if let outcome = detail.run.outcome, outcome != .succeeded { throw ExitCode(Self.notActive) }
    }

    /// What a failed run wrote last, which mostly says why it failed; nothing for others, and none for programs.
    private func lastLines(of run: RunSummary?) async -> [LogLine] {
        guard let run, run.outcome == .failed, !common.json else { return [] }
        var tail: [LogLine] = []
        do {
            try await lines(.runLogs, [run.id], query: [("tail", String(Self.tailLength))]) { (line: LogLine) in
                tail.append(line)
                return true
            }
        } catch {
            // Its logs may not be kept any more; the page is worth as much without them.
        }
        return tail
    }

    /// As many as systemctl shows.
    private static let tailLength = 10
    /// What LSB and systemctl mean by 3.
    private static let notActive: Int32 = 3
}
