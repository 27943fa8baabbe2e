/// The screen of `mlopsctl show RUN` and `mlopsctl status RUN`.
package enum RunPage {
    package static func text(_ detail: RunDetail, _ style: TextStyle) -> String {
        var lines = [style.fitted(title(detail.run, style))] + fields(detail, style).lines(style)
        if let command = detail.run.nextCommand { lines += ["", StyledText(command, .faint).rendered(style)] }
        return lines.joinedLines
    }

    static func title(_ run: RunSummary, _ style: TextStyle) -> StyledText {
        "\(run.mark(style)) \(run.id, .strong) - \(run.pipeline), \(run.stateWord, run.paint)"
    }

    private static func fields(_ detail: RunDetail, _ style: TextStyle) -> FieldList {
        var fields = FieldList()
        addCourse(of: detail, to: &fields, style)
        fields.add("Inputs", detail.manifest.map(manifest))
        addSetting(of: detail, to: &fields)
        fields.add("Steps", lines: detail.steps.flatMap { step($0, style) })
        addResult(of: detail, to: &fields, style)
        return fields
    }

    static func addCourse(of detail: RunDetail, to fields: inout FieldList, _ style: TextStyle) {
        let run = detail.run
        fields.add("Result", run.detail.map { StyledText($0, run.paint) })
        fields.add("Reason", "\(run.reason)")
        fields.add("Started", "\(style.absoluteAndPast(run.startedAt))")
        let took = SpanText.duration(seconds: run.durationSeconds)
        fields.add("Ended", run.endedAt.map { "\(style.absoluteAndPast($0)), took \(took)" })
        fields.add("Progress", run.endedAt == nil ? "\(run.progress), for \(took)" : nil)
        fields.add("Decision", "\(detail.decision) (request \(detail.request), priority \(detail.priority))")
        fields.add("Asked by", detail.requestedBy.map { "\($0.text)\(detail.isForced ? ", forced" : "")" })
        fields.add("Retry of", detail.retryOf.map { of in "\(of)\(detail.retryFrom.map { " from step \($0)" } ?? "")" })
        fields.add("Cancelled", detail.cancellation.map { "by \($0.by.text)\($0.reason.map { ": \($0)" } ?? "")" })
    }

    static func addSetting(of detail: RunDetail, to fields: inout FieldList) {
        let parameters = detail.parameters.sorted { $0.key < $1.key }
        fields.add("Parameters", lines: parameters.map { "\($0.key)=\($0.value)" })
        fields.add("Definition", "\(CountText.shortDigest(detail.definition))")
        if let environment = detail.environment { addEnvironment(environment, to: &fields) }
    }

    private static func addEnvironment(_ environment: EnvironmentValue, to fields: inout FieldList) {
        let machine = environment.machine
        let system = [machine.system, "Linux \(machine.kernel)", machine.architecture].compactMap(\.self)
        fields.add(
            "Machine",
            """
            \(machine.name): \(system.joined(separator: ", ")), \(CountText.counted(Int64(machine.cores), "core")), \
            \(CountText.bytes(machine.memoryBytes))
            """)
        fields.add("Programs", lines: environment.programs.map(program))
        let commit = environment.commit.map { ", commit \(CountText.shortDigest($0))" } ?? ""
        let code = "\(CountText.counted(Int64(environment.code.count), "file"))\(commit)"
        fields.add("Code", environment.problem.map { StyledText($0, .bad) } ?? StyledText(code))
        fields.add("Locks", lines: environment.locks.map { "\($0.path) \(CountText.shortDigest($0.digest))" })
    }

    private static func program(_ program: EnvironmentValue.Program) -> StyledText {
        if let problem = program.problem { return "\(program.name): \(problem, .bad)" }
        guard let path = program.path else { return "\(program.name): \("not found", .bad)" }
        let version = program.version.map { " \($0)" } ?? ""
        let digest = program.digest.map { " \(CountText.shortDigest($0))" } ?? ""
        let packages = program.packages.map { ", \(CountText.counted(Int64($0.count), "package"))" } ?? ""
        return "\(program.name)\(version): \(path)\(digest)\(packages)"
    }

    static func manifest(_ manifest: ManifestValue) -> StyledText {
        """
        \(CountText.counted(manifest.files, "file")), \(manifest.newFiles) of them new, \
        \(CountText.bytes(manifest.bytes)), digest \(CountText.shortDigest(manifest.digest))
        """
    }

    private static func step(_ step: StepValue, _ style: TextStyle) -> [StyledText] {
        let detail = step.detail.map { ": \($0)" } ?? ""
        let retry = step.retryAt.map { ", again \(style.relative($0))" } ?? ""
        let head: StyledText = "\(step.state.mark(style)) \(step.name, .strong) \(step.state.rawValue)\(detail)\(retry)"
        guard step.attempts.count != 1 || step.state == .failed else {
            return [head + StyledText(step.attempts.first.map(RunPage.resources) ?? "")]
        }
        return [head] + step.attempts.map { "    attempt \($0.number) \($0.text)\(resources($0))" }
    }

    private static func resources(_ attempt: AttemptValue) -> String {
        var parts: [String] = []
        if let seconds = attempt.durationSeconds { parts.append(SpanText.duration(seconds: seconds)) }
        if let user = attempt.userSeconds {
            parts.append("CPU \(SpanText.duration(seconds: user + (attempt.systemSeconds ?? 0)))")
        }
        if let bytes = attempt.maxResidentBytes { parts.append("memory \(CountText.bytes(bytes))") }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    private static func addResult(of detail: RunDetail, to fields: inout FieldList, _ style: TextStyle) {
        fields.add("Candidate", detail.candidate.map(candidate))
        fields.add("Metrics", lines: detail.metrics.map(metric))
        fields.add("Gates", lines: detail.gates.map { gate($0, style) })
        fields.add("Compared", detail.champion.map { "with \($0), the champion when it started" })
        fields.add("Version", detail.run.version.map { version($0, of: detail) })
        fields.add("Deployed", detail.deployment.map { deployment($0, style) })
        fields.add("Tainted", lines: detail.taints.map { StyledText($0, .bad) })
        fields.add("Directory", detail.directory.map { StyledText($0) })
    }

    private static func version(_ version: String, of detail: RunDetail) -> StyledText {
        guard detail.needsApproval == true else { return StyledText(version, .strong) }
        return "\(version, .strong), \("waits for approval", .warning)"
    }

    private static func candidate(_ candidate: CandidateValue) -> StyledText {
        guard let digest = candidate.digest else { return "none" }
        let files = CountText.counted(candidate.files, "file")
        return "\(files), \(CountText.bytes(candidate.bytes)), digest \(CountText.shortDigest(digest))"
    }

    static func metric(_ metric: MetricValue) -> StyledText {
        let champion = metric.champion.map { " (champion \(CountText.measured($0)))" } ?? ""
        return "\(metric.name) \(CountText.measured(metric.value))\(champion)"
    }

    static func gate(_ gate: GateValue, _ style: TextStyle) -> StyledText {
        "\(gate.verdict.mark(style)) \(gate.gate) \(gate.verdict.rawValue): \(gate.explanation)"
    }

    static func deployment(_ deployment: DeploymentSummary, _ style: TextStyle) -> StyledText {
        let detail = deployment.detail.map { ": \($0)" } ?? ""
        let target = deployment.target.map { " \(style.arrow) \($0)" } ?? ""
        return """
            \(deployment.id, .strong) \(deployment.action.rawValue) of \(deployment.version) \
            \(deployment.state.rawValue, deployment.state.paint)\(detail)\(target), \
            \(style.absoluteAndPast(deployment.startedAt))
            """
    }
}
