/// The screen of `mlopsctl status`.
package enum StatusPage {
    package static func text(_ status: StatusResponse, _ style: TextStyle) -> String {
        var lines = header(status.daemon, style)
        lines += RunTable.table(status.activeRuns, style).section("Running", style)
        lines += due(status.due, style).section("Due", style)
        lines += PipelineTable.table(status.pipelines, style).section("Pipelines", style)
        lines += approvals(status.pipelines.compactMap(\.approval), style)
        lines += failures(status, style)
        if status.pipelines.isEmpty {
            let directory = "\(status.daemon.configuration)/pipelines.d/"
            lines += ["", style.fitted("There is no pipeline yet: put a definition into \(directory)")]
        }
        return lines.joinedLines
    }

    private static func header(_ daemon: DaemonStatus, _ style: TextStyle) -> [String] {
        let paint: Paint = daemon.state == .ok ? .good : .warning
        let title: StyledText = "\(style.dot, paint) mlopsd \(daemon.version) - \(daemon.state.rawValue, paint)"
        var fields = FieldList()
        fields.add("Since", "\(style.absoluteAndPast(daemon.since))")
        fields.add("Process", process(daemon))
        fields.add("Config", configuration(daemon, style))
        fields.add("State", database(daemon))
        fields.add("Pipelines", counts(daemon.counts))
        fields.add("Degraded", lines: daemon.reasons.flatMap(reason))
        return [style.fitted(title)] + fields.lines(style)
    }

    private static func process(_ daemon: DaemonStatus) -> StyledText {
        let memory = daemon.residentBytes.map { ", \(CountText.bytes($0)) of memory" } ?? ""
        return "\(daemon.pid) (\(daemon.instance) instance)\(memory)"
    }

    private static func configuration(_ daemon: DaemonStatus, _ style: TextStyle) -> StyledText {
        guard let reload = daemon.lastReload else { return StyledText(daemon.configuration) }
        let when = style.past(reload.at)
        let invalid = reload.invalid.isEmpty ? "" : ", \(reload.invalid.joined(separator: ", ")) invalid"
        return reload.succeeded
            ? "\(daemon.configuration), read \(when)\(invalid, .bad)"
            : "\(daemon.configuration), \("the reload \(when) was refused\(invalid)", .bad); mlopsctl check"
    }

    private static func database(_ daemon: DaemonStatus) -> StyledText {
        let size = daemon.databaseBytes.map { ", database \(CountText.bytes($0))" } ?? ""
        return "\(daemon.stateDirectory)\(size)"
    }

    private static func counts(_ counts: DaemonStatus.Counts) -> StyledText {
        let failures = "\(CountText.counted(counts.failuresLastDay, "run")) failed within a day"
        let removed = counts.removedPipelines ?? 0
        let gone = removed == 0 ? "" : " (and \(removed) without a file)"
        return """
            \(counts.pipelines)\(gone), \(CountText.counted(counts.activeRuns, "run")) active, \
            \(CountText.counted(counts.pendingRequests, "request")) pending, \
            \(failures, counts.failuresLastDay > 0 ? .bad : nil)
            """
    }

    private static func reason(_ reason: DegradedReason) -> [StyledText] {
        [StyledText(reason.detail, .warning)] + (reason.hint.map { ["  \($0)"] } ?? [])
    }

    private static func due(_ triggers: [TriggerSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("NEXT", dropped: 1), .init("LEFT"), .init("PIPELINE"), .init("TRIGGER"), .init("KIND"),
        ])
        for trigger in triggers {
            table.add([
                StyledText(trigger.nextAt.map(style.absolute) ?? "-"),
                StyledText(trigger.nextAt.map(style.relative) ?? "-"), StyledText(trigger.pipeline),
                StyledText(trigger.trigger, .strong), StyledText(trigger.kind.rawValue),
            ])
        }
        return table
    }

    private static func approvals(_ approvals: [ApprovalValue], _ style: TextStyle) -> [String] {
        guard !approvals.isEmpty else { return [] }
        return ["", StyledText("Wait for approval:", .strong).rendered(style)]
            + approvals.map { style.fitted(StyledText("  ") + PipelinePage.approval($0, style)) }
    }

    private static func failures(_ status: StatusResponse, _ style: TextStyle) -> [String] {
        let lines =
            status.failures.flatMap { failure($0, style) }
            + (status.failedDeployments ?? []).flatMap { failure($0, style) }
        guard !lines.isEmpty else { return [] }
        return ["", StyledText("Last failures, without a success since:", .strong).rendered(style)]
            + lines.map { style.fitted($0) }
    }

    private static func failure(_ deployment: DeploymentSummary, _ style: TextStyle) -> [StyledText] {
        let when = style.past(deployment.endedAt ?? deployment.startedAt)
        let line: StyledText = """
            \(style.cross, .bad) \(deployment.id, .strong) \(deployment.action.rawValue) of \(deployment.version) \
            \("failed", .bad) \(when): \(deployment.detail ?? "no reason recorded")
            """
        let commands = "mlopsctl show \(deployment.id); mlopsctl deploy \(deployment.version) tries again"
        return [StyledText("  ") + line, "      \(commands, .faint)"]
    }

    private static func failure(_ run: RunSummary, _ style: TextStyle) -> [StyledText] {
        let when = run.endedAt.map(style.past) ?? ""
        let line: StyledText = """
            \(run.mark(style)) \(run.id, .strong) \(run.pipeline) \(run.stateWord, run.paint) \(when): \
            \(run.detail ?? "no reason recorded")
            """
        return [StyledText("  ") + line] + (run.nextCommand.map { ["      \($0, .faint)"] } ?? [])
    }
}
