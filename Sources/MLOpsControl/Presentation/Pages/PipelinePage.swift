/// The screen of `mlopsctl status PIPELINE`.
package enum PipelinePage {
    package static func text(_ detail: PipelineDetail, _ style: TextStyle) -> String {
        var lines = [style.fitted(title(detail, style))] + fields(detail, style).lines(style)
        lines += TriggerTable.table(detail.triggers, style).section("Triggers", style)
        lines += RunTable.table(detail.recentRuns, style).section("Last runs", style)
        lines += decisions(detail.recentDecisions, style).section("Last decisions", style)
        return lines.joinedLines
    }

    static func title(_ detail: PipelineDetail, _ style: TextStyle) -> StyledText {
        let pipeline = detail.pipeline
        let description = pipeline.description.map { " - \($0)" } ?? ""
        return "\(pipeline.mark(style)) \(pipeline.name, .strong)\(description)"
    }

    static func fields(_ detail: PipelineDetail, _ style: TextStyle) -> FieldList {
        let pipeline = detail.pipeline
        var fields = FieldList()
        // A pause has a line of its own, which says more.
        let reason = pipeline.pause == nil ? pipeline.stateReason.map { "; \($0)" } ?? "" : ""
        fields.add("State", "\(pipeline.state.rawValue, pipeline.paint)\(reason)")
        fields.add("Paused", pipeline.pause.map { pause($0, style) })
        fields.add("File", pipeline.file.map { StyledText($0) })
        fields.add("Champion", champion(pipeline, style))
        fields.add("Approval", pipeline.approval.map { approval($0, style) })
        fields.add("Probation", detail.probation.map { probation($0, style) })
        fields.add("Shadow", lines: detail.shadow.map { shadow($0, style) } ?? [])
        fields.add("Service", pipeline.service.map { service($0, style) })
        fields.add("Next", next(pipeline, style))
        let active = pipeline.activeRuns.joined(separator: ", ")
        fields.add("Running", active.isEmpty ? nil : StyledText(active, .good))
        fields.add("Pending", lines: detail.requests.map { request($0, style) })
        fields.add("Last", pipeline.lastRun.map { last($0, style) })
        fields.add("Failures", pipeline.consecutiveFailures == 0 ? nil : "\(pipeline.consecutiveFailures) in a row")
        fields.add("Steps", detail.steps.isEmpty ? nil : "\(detail.steps.joined(separator: ", "))")
        fields.add("Data", lines: detail.datasets.flatMap { dataset($0, style) })
        return fields
    }

    private static func pause(_ pause: PipelineSummary.Pause, _ style: TextStyle) -> StyledText {
        let until = pause.until.map { " until \(style.absolute($0))" } ?? ""
        let reason = pause.reason.map { ": \($0)" } ?? ""
        return "by \(pause.by.text) \(style.past(pause.since))\(until)\(reason)"
    }

    private static func champion(_ pipeline: PipelineSummary, _ style: TextStyle) -> StyledText? {
        pipeline.champion.map { champion in
            let since = pipeline.championSince.map { ", since \(style.absoluteAndPast($0))" } ?? ""
            return "\(champion, .strong)\(since)"
        }
    }

    static func approval(_ approval: ApprovalValue, _ style: TextStyle) -> StyledText {
        let others = approval.others == 0 ? "" : " and \(approval.others) older"
        let wait = approval.others == 0 ? "waits" : "wait"
        return """
            \(approval.version, .strong)\(others) \(wait, .warning) for a person, \(style.past(approval.since)): \
            \(approval.command), or reject
            """
    }

    private static func probation(_ probation: ProbationValue, _ style: TextStyle) -> StyledText {
        let share = probation.canaryPercent.map { " with \($0) % of the requests" } ?? ""
        let bad = probation.badAnswers == 0 ? "" : ", \(probation.badAnswers) of late bad"
        let answers = probation.answers == 0 ? "" : "; \(CountText.counted(probation.answers, "answer"))\(bad)"
        let until = probation.until.map { "until \(style.absoluteAndRelative($0))" } ?? "until a person decides"
        let shortfall = probation.shortfall.map { "; only " + $0 } ?? ""
        return "\(probation.version)\(share) \(until)\(answers)\(shortfall)"
    }

    private static func shadow(_ shadow: ShadowValue, _ style: TextStyle) -> [StyledText] {
        let until = shadow.until.map { "until \(style.absoluteAndRelative($0))" } ?? "until a person decides"
        let rows = shadow.rows < shadow.minRows ? "\(shadow.rows) of \(shadow.minRows)" : "\(shadow.rows)"
        let first: StyledText =
            "\(shadow.version) beside \(shadow.champion) \(until); \(shadow.scored) scored, \(rows) with labels"
        return [first] + shadow.gates.map { "\($0.explanation)" } + (shadow.obstacle.map { ["\($0, .bad)"] } ?? [])
    }

    private static func service(_ service: ServiceValue, _ style: TextStyle) -> StyledText {
        let version = service.version.map { " \($0)" } ?? ""
        let address = service.address.map { " at \($0)" } ?? ""
        let since = service.since.map { ", since \(style.absoluteAndPast($0))" } ?? ""
        let next = service.next.map { "; \($0) is being brought up" } ?? ""
        let problem = service.problem.map { "; \(CountText.counted(Int64(service.failures), "failure")): \($0)" } ?? ""
        return "\(service.state.rawValue, service.state.paint)\(version)\(address)\(since)\(next)\(problem)"
    }

    private static func next(_ pipeline: PipelineSummary, _ style: TextStyle) -> StyledText? {
        pipeline.nextAt.map { next in
            let trigger = pipeline.nextTrigger.map { " (\($0))" } ?? ""
            return "\(style.absoluteAndRelative(next))\(trigger)"
        }
    }

    private static func request(_ request: RequestSummary, _ style: TextStyle) -> StyledText {
        let causes = request.causes.map(\.reason).joined(separator: "; ")
        let waiting = request.waitingFor.map { ", waits for \($0)" } ?? ""
        return "\(request.id, .warning) \(style.past(request.createdAt)): \(causes)\(waiting)"
    }

    private static func last(_ run: RunSummary, _ style: TextStyle) -> StyledText {
        let when = run.endedAt.map { " \(style.past($0))" } ?? ""
        let detail = run.detail.map { ": \($0)" } ?? ""
        return "\(run.id, .strong) \(run.stateWord, run.paint)\(when)\(detail)"
    }

    private static func dataset(_ dataset: DatasetSummary, _ style: TextStyle) -> [StyledText] {
        let new = "\(CountText.counted(dataset.backlog.files, "new file")), \(CountText.bytes(dataset.backlog.bytes))"
        let detail = dataset.detail.map { ": \($0)" } ?? ""
        let line: StyledText = """
            \(dataset.dataset, .strong) \(dataset.state.rawValue, dataset.state.paint)\(detail), \(new), \
            \(dataset.counts.settling) settling, in \(dataset.path)
            """
        return [line] + dataset.problems.flatMap(problem)
    }

    private static func problem(_ problem: DatasetSummary.FileProblem) -> [StyledText] {
        let line: StyledText = "  \(problem.state, .bad) \(problem.path): \(problem.reason)"
        return [line] + (problem.nextStep.map { [StyledText("    \($0)", .faint)] } ?? [])
    }

    static func decisions(_ decisions: [DecisionSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("DECISION"), .init("KIND"), .init("LAST"), .init("TIMES", .right, dropped: 1),
            .init("SUMMARY", canShrink: true),
        ])
        for decision in decisions {
            table.add([
                StyledText(decision.id, .strong), StyledText(decision.kind.rawValue),
                StyledText(style.past(decision.lastAt ?? decision.decidedAt)), StyledText(String(decision.count)),
                StyledText(decision.summary),
            ])
        }
        return table
    }
}
