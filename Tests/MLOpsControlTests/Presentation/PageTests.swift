import MLOpsControl
import Testing

@Suite struct `Pages` {
    @Test(arguments: [80, 132])
    func `status at`(width: Int) throws {
        try Snapshot.expect(StatusPage.text(.example, .example(width: width)), "Golden/status-\(width).txt")
    }

    @Test(
        arguments: [
            (true, [], "/etc/mlopsd, read 30min ago"), (true, ["b"], "/etc/mlopsd, read 30min ago, b invalid"),
            (false, [], "/etc/mlopsd, the reload 30min ago was refused; mlopsctl check"),
            (false, ["a", "b"], "/etc/mlopsd, the reload 30min ago was refused, a, b invalid; mlopsctl check"),
        ] as [(Bool, [String], String)])
    func `status says how the last reload went`(succeeded: Bool, invalid: [String], line: String) {
        var status = StatusResponse.example
        status.daemon.lastReload = .init(at: time("2026-11-23T03:30:00Z"), succeeded: succeeded, invalid: invalid)
        let text = StatusPage.text(status, .example())
        #expect(text.contains("Config: \(line)\n"), "\(text)")
    }

    @Test func `status in colour`() throws {
        let text = StatusPage.text(.example, .example(width: 100, isColoured: true))
        try Snapshot.expect(text.replacing("\u{1B}", with: "<ESC>"), "Golden/status-colour.txt")
    }

    @Test func `status of an empty daemon says what to do`() throws {
        var status = StatusResponse.example
        status.daemon.state = .ok
        status.daemon.reasons = []
        status.daemon.counts = .init(pipelines: 0, activeRuns: 0, pendingRequests: 0, failuresLastDay: 0)
        (status.pipelines, status.activeRuns, status.due, status.failures) = ([], [], [], [])
        status.failedDeployments = nil
        try Snapshot.expect(StatusPage.text(status, .example(width: 80)), "Golden/status-empty.txt")
    }

    @Test func `a pipeline`() throws {
        try Snapshot.expect(PipelinePage.text(.example, .example(width: 110)), "Golden/pipeline.txt")
    }

    @Test func `a paused pipeline`() throws {
        let detail = PipelineDetail(pipeline: .flights)
        try Snapshot.expect(PipelinePage.text(detail, .example(width: 110)), "Golden/pipeline-paused.txt")
    }

    @Test func `a run`() throws {
        try Snapshot.expect(RunPage.text(.example, .example(width: 110)), "Golden/run.txt")
    }

    @Test func `a run whose model waits for a person names the command`() throws {
        var detail = RunDetail.example
        detail.run = .succeeded
        detail.needsApproval = true
        detail.run.nextCommand = ApprovalValue.command(for: "flights/3")
        let text = RunPage.text(detail, .example())
        #expect(text.contains("Version: flights/3, waits for approval\n"), "\(text)")
        #expect(text.hasSuffix("\n\nmlopsctl approve flights/3\n"))
    }

    @Test func `an active run`() throws {
        var detail = RunDetail.example
        detail.run = .running
        (detail.gates, detail.metrics, detail.taints, detail.steps) = ([], [], [], [])
        (detail.candidate, detail.cancellation, detail.champion) = (nil, nil, nil)
        try Snapshot.expect(RunPage.text(detail, .example()), "Golden/run-active.txt")
    }

    @Test func `a model version`() throws {
        let detail = ModelVersionDetail(
            version: .example, path: "/var/lib/mlopsd/models/flights/3", gates: RunDetail.example.gates,
            comparedWith: "flights/2", manifest: RunDetail.example.manifest, deployments: [.example])
        try Snapshot.expect(ModelPage.text(detail, .example()), "Golden/model.txt")
    }

    @Test func `a decision`() throws {
        let detail = DecisionDetail(
            decision: .hold, explanation: .example,
            evidence: [
                EvidenceUse(
                    id: "e12", fact: "12 files in customers", recordedAt: time("2026-11-23T03:00:00Z"),
                    trigger: "volume", disposition: "consumed", detail: "r17")
            ])
        try Snapshot.expect(DecisionPage.text(detail, .example()), "Golden/decision.txt")
    }

    @Test func `a request`() throws {
        let detail = RequestDetail(
            request: PipelineDetail.example.requests[0], pipeline: "churn", state: .expired,
            detail: "not started by 05:00")
        try Snapshot.expect(RequestPage.text(detail, .example()), "Golden/request.txt")
    }

    @Test func `an audit`() throws {
        let audit = AuditResponse(
            checkedAt: exampleNow, balanced: false, evidence: 120, uses: 240,
            dispositions: [.init(disposition: "consumed", count: 230), .init(disposition: "latched", count: 10)],
            violations: [.init(id: "e12", pipeline: "churn", text: "has no disposition for volume")])
        try Snapshot.expect(AuditPage.text(audit, .example()), "Golden/audit.txt")
    }

    @Test func `a doctor's findings`() throws {
        let checks = [
            DoctorCheck(name: "socket", status: .ok, detail: "/run/mlopsd/mlopsd.sock answers"),
            DoctorCheck(
                name: "inotify-watches", status: .warning, detail: "8192 directories can be watched",
                fix: "sysctl fs.inotify.max_user_watches=65536"),
            DoctorCheck(name: "disk-space", status: .failed, detail: "12.0M left in /var/lib/mlopsd", fix: "make room"),
        ]
        try Snapshot.expect(DoctorPage.text(checks, .example()), "Golden/doctor.txt")
    }

    @Test func `a reload`() throws {
        let reload = ReloadResponse(
            succeeded: false, pipelines: 2, changes: [.init(pipeline: "churn", kind: .invalid)],
            messages: [
                ConfigurationMessage(
                    severity: .error, file: "/etc/mlopsd/pipelines.d/churn.yaml", line: 3, column: 1, key: "trigers",
                    problem: "unknown key", hint: "did you mean \"triggers\"?")
            ])
        try Snapshot.expect(ReloadPage.text(reload, .example()), "Golden/reload.txt")
    }

    @Test func `replies to the wish to run`() throws {
        let style = TextStyle.example()
        let replies = [
            RunReply(result: .started, run: "r18", request: "q6", decision: "d32"),
            RunReply(result: .pending, request: "q6", decision: "d32", explanation: .example),
            RunReply(result: .explained, explanation: .example),
        ]
        try Snapshot.expect(
            replies.map { RunReplyText.text($0, style) }.joined(separator: "---\n"), "Golden/replies.txt")
    }
}
