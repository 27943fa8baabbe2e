import MLOpsControl

/// The moment at which the examples are looked at: a Monday, 05:00 in Berlin.
let exampleNow = time("2026-11-23T04:00:00Z")

func time(_ text: String) -> Timestamp {
    guard let time = Timestamp(rfc3339: text) else { preconditionFailure("\(text) is not a time") }
    return time
}

extension TextStyle {
    static func example(width: Int? = nil, isColoured: Bool = false, isUnicode: Bool = true) -> TextStyle {
        TextStyle(
            width: width, isColoured: isColoured, isUnicode: isUnicode, now: exampleNow,
            offset: { _ in Offset(seconds: 3600, abbreviation: "CET") })
    }
}

extension ActorValue {
    static let anna = ActorValue(uid: 1000, pid: 4711, name: "anna")
    static let daemon = ActorValue(name: "mlopsd")
}

extension RunSummary {
    static let running = RunSummary(
        id: "r17", pipeline: "churn", phase: .running, reason: "12 files with 24000 rows in customers",
        trigger: "volume", startedAt: time("2026-11-23T03:55:00Z"), durationSeconds: 300, stepsDone: 1, stepsTotal: 3,
        currentSteps: ["train"])

    static let succeeded = RunSummary(
        id: "r16", pipeline: "flights", phase: .ended, outcome: .succeeded, reason: "slot Mon 2026-11-23 03:00:00 CET",
        trigger: "weekly", startedAt: time("2026-11-23T02:00:00Z"), endedAt: time("2026-11-23T02:05:03.2Z"),
        durationSeconds: 303.2, stepsDone: 2, stepsTotal: 2, version: "flights/3")

    static let failed = RunSummary(
        id: "r15", pipeline: "churn", phase: .ended, outcome: .failed, detail: "step train exited with 1",
        reason: "anna: new features", startedAt: time("2026-11-22T20:00:00Z"), endedAt: time("2026-11-22T20:00:12.5Z"),
        durationSeconds: 12.5, stepsDone: 1, stepsTotal: 3, nextCommand: "mlopsctl logs r15 --step train")

    static let refused = RunSummary(
        id: "r14", pipeline: "flights", phase: .ended, outcome: .refused,
        detail: "mae 12.9 is not at most 12.5", reason: "slot Mon 2026-11-16 03:00:00 CET", trigger: "weekly",
        startedAt: time("2026-11-16T02:00:00Z"), endedAt: time("2026-11-16T02:04:00Z"), durationSeconds: 240,
        stepsDone: 2, stepsTotal: 2, version: "flights/2", nextCommand: "mlopsctl why r14")
}

extension TriggerSummary {
    static let weekly = TriggerSummary(
        pipeline: "flights", trigger: "weekly", kind: .schedule, verdict: .false, text: "next slot in 6 days",
        nextAt: time("2026-11-30T02:00:00Z"), leftSeconds: 597_600, lastAt: time("2026-11-23T02:00:00Z"),
        passedSeconds: 7200, lastRun: "r16", firesAlone: true)

    static let volume = TriggerSummary(
        pipeline: "churn", trigger: "volume", kind: .newData, verdict: .false, text: "8200 of 10000 rows",
        lastAt: time("2026-11-23T03:55:00Z"), passedSeconds: 300, lastRun: "r17", missing: "1800 more rows",
        firesAlone: true)

    static let drift = TriggerSummary(
        pipeline: "churn", trigger: "drift", kind: .drift, verdict: .unknown, text: "no reference yet",
        firesAlone: false)
}

extension PipelineSummary {
    static let churn = PipelineSummary(
        name: "churn", description: "Will this customer leave within a month?",
        file: "/etc/mlopsd/pipelines.d/churn.yaml", state: .running, activeRuns: ["r17"], pendingRequests: 1,
        consecutiveFailures: 1, lastRun: .failed, lastSuccessAt: time("2026-11-20T10:00:00Z"),
        champion: "churn/7", championSince: time("2026-11-20T10:00:05Z"))

    static let flights = PipelineSummary(
        name: "flights", description: "Minutes of delay", file: "/etc/mlopsd/pipelines.d/flights.yaml", state: .paused,
        stateReason: "paused by anna: holidays",
        pause: Pause(
            since: time("2026-11-23T03:00:00Z"), until: time("2026-11-24T06:00:00Z"), by: .anna, reason: "holidays"),
        pendingRequests: 0, consecutiveFailures: 0, lastRun: .succeeded,
        lastSuccessAt: time("2026-11-23T02:05:03Z"), nextAt: time("2026-11-30T02:00:00Z"), nextTrigger: "weekly",
        champion: "flights/3", championSince: time("2026-11-23T02:05:03Z"),
        approval: ApprovalValue(version: "flights/5", since: time("2026-11-23T01:00:00Z"), others: 1))
}

extension StatusResponse {
    static let example = StatusResponse(
        daemon: DaemonStatus(
            version: "0.1.0", pid: 1234, since: time("2026-11-20T08:00:00Z"), state: .degraded,
            reasons: [
                DegradedReason(
                    code: "dataset-unavailable", detail: "churn: cannot watch /srv/churn/incoming: Permission denied",
                    hint: "setfacl -m u:mlopsd:rx /srv/churn/incoming")
            ],
            instance: "system", configuration: "/etc/mlopsd", stateDirectory: "/var/lib/mlopsd",
            lastReload: .init(at: time("2026-11-23T03:30:00Z"), succeeded: true),
            counts: .init(pipelines: 2, removedPipelines: 1, activeRuns: 1, pendingRequests: 1, failuresLastDay: 1),
            residentBytes: 22_230_000, databaseBytes: 4_300_000),
        pipelines: [.churn, .flights], activeRuns: [.running], due: [.weekly], failures: [.failed, .refused],
        failedDeployments: [.failed])
}

extension DatasetSummary {
    static let customers = DatasetSummary(
        pipeline: "churn", dataset: "customers", path: "/srv/churn/incoming", state: .degraded,
        detail: "inotify has no watch left, scanned every 60s", watch: .polling, readiness: "rename",
        counts: Counts(settling: 1, ready: 112, revised: 0, quarantined: 1, unreadable: 0, vanished: 3),
        backlog: Backlog(files: 4, bytes: 8_400_000, rows: 8200, oldestAt: time("2026-11-23T03:00:00Z")),
        lastReadyAt: time("2026-11-23T03:58:00Z"), lastScanAt: time("2026-11-23T03:59:30Z"),
        problems: [
            FileProblem(
                path: "bad\u{1B}[2J.csv", state: "quarantined", reason: "row 12 has 3 of 5 columns",
                nextStep: "mend it and move it in anew")
        ])
}

extension DecisionSummary {
    static let hold = DecisionSummary(
        id: "d31", pipeline: "churn", kind: .hold, trigger: "volume", request: "q5",
        summary: "held: cooldown until 04:30", decidedAt: time("2026-11-23T03:50:00Z"),
        lastAt: time("2026-11-23T03:59:00Z"), count: 9)
}

extension PipelineDetail {
    static let example = PipelineDetail(
        pipeline: .churn, definition: "9f2c04d1aa",
        probation: ProbationValue(
            version: "churn/7", since: time("2026-11-22T12:00:00Z"), until: time("2026-11-23T12:00:00Z"), answers: 1920,
            badAnswers: 1, canaryPercent: 10), steps: ["prepare", "train", "evaluate"],
        triggers: [.volume, .drift], datasets: [.customers],
        requests: [
            RequestSummary(
                id: "q5", createdAt: time("2026-11-23T03:50:00Z"),
                causes: [CauseValue(trigger: "volume", reason: "10200 rows in customers")], priority: 50,
                waitingFor: "the active run")
        ],
        recentRuns: [.running, .failed], recentDecisions: [.hold])
}

extension ExplanationNode {
    static let example = ExplanationNode(
        subject: "nightly", verdict: .false, text: "one of two conditions is true",
        children: [
            ExplanationNode(
                subject: "schedule", verdict: .true, text: "the slot of Mon 2026-11-23 02:00:00 CET has passed",
                values: [.init(name: "slot", text: "2026-11-23T01:00:00Z")]),
            ExplanationNode(
                subject: "new data in customers", verdict: .false, text: "not enough rows",
                values: [.init(name: "rows", text: "8200"), .init(name: "needed", text: "10000")],
                missing: "1800 more rows", nextAt: time("2026-11-23T04:30:00Z")),
            ExplanationNode(subject: "drift", verdict: .unknown, text: "no reference yet"),
        ])
}

extension RunDetail {
    static let example = RunDetail(
        run: .failed, definition: "9f2c04d1aa07b3", decision: "d28", request: "q4",
        causes: [CauseValue(reason: "anna: new features")], parameters: ["learning_rate": "0.1"], priority: 100,
        requestedBy: .anna, isForced: true, retryOf: "r13", retryFrom: "train",
        steps: [
            StepValue(name: "prepare", state: .reused),
            StepValue(
                name: "train", state: .failed, detail: "exited with 1",
                attempts: [
                    AttemptValue(
                        number: 1, durationSeconds: 4, result: .signaled, signal: 9,
                        text: "killed by SIGKILL (out of memory)", maxResidentBytes: 8_589_934_592),
                    AttemptValue(
                        number: 2, durationSeconds: 6.25, result: .exited, exitCode: 1, text: "exited with 1",
                        userSeconds: 5, systemSeconds: 0.5),
                ]),
            StepValue(name: "evaluate", state: .skipped),
        ],
        manifest: ManifestValue(files: 112, newFiles: 4, bytes: 8_400_000, digest: "abcdef0123456789"),
        inputs: [
            LineageNode(
                kind: .dataset, id: "customers", text: "dataset customers",
                children: [
                    LineageNode(
                        kind: .file, id: "2026/a\u{1B}[2J.csv", text: "75000 bytes, new", digest: "aa11bb22cc33dd44"),
                    LineageNode(kind: .file, id: "b.csv", text: "8325000 bytes", digest: "ee55ff6600112233"),
                ]),
            LineageNode(kind: .more, id: "", text: "110 more; all are in the run's manifest.json"),
        ],
        candidate: CandidateValue(digest: "0123456789abcdef", files: 3, bytes: 1_048_576),
        metrics: [MetricValue(name: "f1", value: 0.8123456789, champion: 0.79)],
        gates: [
            GateValue(
                gate: "f1 at least 0.75", verdict: .pass, observed: 0.8123, bound: 0.75,
                explanation: "0.812346 reaches 0.75"),
            GateValue(
                gate: "f1 not worse than champion", verdict: .inconclusive,
                explanation: "200 rows are too few to tell"),
        ],
        champion: "churn/7", taints: ["incoming/a.csv changed while it was read"],
        cancellation: .init(by: .anna, reason: "wrong data"), environment: .example,
        directory: "/var/lib/mlopsd/runs/r15")
}

extension EnvironmentValue {
    static let example = EnvironmentValue(
        machine: Machine(
            name: "box", architecture: "x86_64", kernel: "6.1.0", system: "Debian GNU/Linux 12 (bookworm)",
            processor: "EPYC", cores: 4, memoryBytes: 17_179_869_184),
        programs: [
            Program(
                name: "python3", path: "/usr/bin/python3.11", digest: "0123456789abcdef", version: "3.11.2",
                packages: ["numpy==1.24.2", "scikit-learn==1.2.1"]),
            Program(name: "bin/missing"),
        ],
        locks: [File(path: "requirements.txt", digest: "fedcba9876543210")],
        code: [File(path: "train.py", digest: "aabbccddeeff0011")], commit: "9f2c04d1aa07b3c5d7e9f2c04d1aa07b3c5d7e9f")
}

extension DeploymentSummary {
    static let example = DeploymentSummary(
        id: "l4", pipeline: "flights", action: .rollback, state: .live, version: "flights/1", digest: "ff00",
        replaced: "flights/2", target: "/srv/flights/model", by: .anna, reason: "complaints",
        startedAt: time("2026-11-23T03:00:00Z"), endedAt: time("2026-11-23T03:00:01Z"))
}

extension DeploymentSummary {
    static let failed = DeploymentSummary(
        id: "l5", pipeline: "churn", action: .deploy, state: .failed, version: "churn/6", digest: "ee00",
        replaced: "churn/7", target: "/srv/churn/model", by: .anna,
        detail: "the probe was not answered within 30s; churn/7 is back", startedAt: time("2026-11-23T03:10:00Z"),
        endedAt: time("2026-11-23T03:10:30Z"))
}

extension ModelVersionSummary {
    static let example = ModelVersionSummary(
        id: "flights/3", pipeline: "flights", number: 3, status: .accepted, aliases: ["champion"], run: "r16",
        registeredAt: time("2026-11-23T02:05:00Z"), digest: "0123456789abcdef0123", files: 2, bytes: 1_500_000,
        metrics: [MetricValue(name: "mae", value: 11.75), MetricValue(name: "rows", value: 1_200_000)])
}

extension WhyResponse {
    static let example = WhyResponse(
        id: "r16", pipeline: "flights", answer: "started for the slot of Mon 2026-11-23 03:00:00 CET; succeeded",
        chain: [
            Link(
                stage: .evidence, mark: .neutral, id: "e40", at: time("2026-11-23T02:00:00Z"),
                text: "slot 2026-11-23T02:00:00Z of weekly"),
            Link(
                stage: .decision, mark: .good, id: "d30", at: time("2026-11-23T02:00:00Z"), text: "start",
                explanation: .example),
            Link(stage: .gate, mark: .bad, text: "mae 12.9 is not at most 12.5"),
        ],
        nextCommand: "mlopsctl lineage flights/3")
}

extension LineageResponse {
    static let example = LineageResponse(
        version: "flights/3",
        root: LineageNode(
            kind: .version, id: "flights/3", text: "accepted", digest: "0123456789abcdef",
            at: time("2026-11-23T02:05:00Z"),
            children: [
                LineageNode(
                    kind: .run, id: "r16", text: "succeeded",
                    children: [
                        LineageNode(
                            kind: .dataset, id: "flights", text: "26 files",
                            children: [
                                LineageNode(kind: .file, id: "2026-11.csv", text: "8.0M", digest: "aa11bb22cc33dd44"),
                                LineageNode(kind: .more, id: "", text: "and 25 more"),
                            ])
                    ]),
                LineageNode(kind: .definition, id: "9f2c04d1", text: ""),
            ]))
}

extension PerformanceResponse {
    static let example: PerformanceResponse = {
        let hour: Int64 = 3_600_000_000
        let begin: Int64 = 1_795_392_000_000_000
        let values: [(Double?, PerformanceWindowValue.Status)] = [
            (0.91, .judged), (0.88, .judged), (0.84, .judged), (0.79, .insufficient), (nil, .immature),
        ]
        let windows = values.enumerated().map { index, value in
            PerformanceWindowValue(
                start: Timestamp(microseconds: begin + Int64(index) * hour),
                end: Timestamp(microseconds: begin + Int64(index + 1) * hour), version: "churn/7", n: 1000,
                labelled: value.0 == nil ? 0 : 995, coverage: value.0 == nil ? 0 : 0.995, status: value.1,
                metrics: [
                    "f1": .init(
                        value: value.0, low: value.0.map { $0 - 0.0234 }, high: value.0.map { $0 + 0.02 },
                        reason: value.0 == nil ? "no label is 1" : nil)
                ])
        }
        return PerformanceResponse(
            pipeline: "churn", task: "binary", windows: windows,
            triggers: [
                PerformanceTriggerValue(
                    trigger: "floor", operand: "floor", metric: "f1", state: .met,
                    since: Timestamp(microseconds: begin), version: "churn/7", threshold: 0.8, higherIsBetter: true,
                    neededBreaches: 2, ofWindows: 3,
                    text: "f1 of churn/7 is 0.84 (0.8166 to 0.86), not surely below 0.8",
                    missing: "f1's upper bound below 0.8 in 2 of 3 windows")
            ],
            join: JoinValue(predictions: 5000, labelled: 3980, early: 3, repeated: 1, rejected: 2),
            problems: ["a\u{1B}[2J.csv: it has no column \"id\""])
    }()
}

extension DriftMonitorValue {
    static let example = DriftMonitorValue(
        trigger: "drift", operand: "drift", dataset: "customers", state: .suspect,
        since: Timestamp(microseconds: 1_795_392_000_000_000), action: "evaluate", falseAlarmsPerYear: 0.5,
        reference: .init(version: "churn/7", files: 30, rows: 30_000), windows: 3, strength: 1.25,
        columns: [
            .init(
                name: "age", status: "compared", p: 4.8e-14, psi: 0.252, ks: 0.196, missingShift: -0.0123,
                isNegligible: false, strength: 1.3),
            .init(
                name: "plan\u{1B}[2J", status: "compared", p: 0.326, psi: 0.0024, ks: nil, missingShift: 0,
                isNegligible: true, strength: 0.12),
            .init(
                name: "city", status: "empty", p: nil, psi: nil, ks: nil, missingShift: nil, isNegligible: false,
                strength: 0),
        ],
        target: .init(
            name: "churned",
            column: .init(
                name: "churned", status: "compared", p: 1.2e-9, psi: 0.31, ks: nil, missingShift: 0.25,
                isNegligible: false, strength: 1.7)),
        history: [(3, 1.25, true), (2, 0.9, false), (1, 0.0, false)].map { sequence, strength, isAlarm in
            .init(
                evidence: "e\(sequence)", judgedAt: Timestamp(microseconds: 1_795_392_000_000_000),
                firstSequence: sequence, lastSequence: sequence, files: 1, rows: 1000, reference: "churn/7",
                state: isAlarm ? .suspect : .calm, isAlarm: isAlarm, strength: strength,
                columns: isAlarm ? ["age"] : [])
        })
}

extension ModelVersionDetail {
    static let example = ModelVersionDetail(
        version: .example, path: "/var/lib/mlopsd/models/flights/3", gates: RunDetail.example.gates,
        comparedWith: "flights/2", manifest: RunDetail.example.manifest, tags: ["team": "delays"],
        deployments: [.example])
}

extension RunReport {
    static let example: RunReport = {
        var detail = RunDetail.example
        detail.run = .succeeded
        detail.run.phase = .ended
        detail.champion = "flights/2"
        detail.metrics += [MetricValue(name: "mae", value: 11.75), MetricValue(name: "n", value: 6272)]
        detail.steps[1].attempts[1].startedAt = time("2026-11-23T02:01:00Z")
        detail.gates[1].evidence = .init(
            method: "paired bootstrap", rows: 6272, lower: -0.0092, upper: 0.0171, difference: 0.004, p: 0.31)
        detail.gates[1].segments = [
            .init(segment: "carrier=AA", verdict: .fail, rows: 812, observed: 0.71, bound: 0.75),
            .init(segment: "carrier=<b>", verdict: .pass, rows: 5460, observed: 0.83, bound: 0.75),
        ]
        var champion = ModelVersionDetail.example
        champion.version.id = "flights/2"
        champion.version.metrics = [MetricValue(name: "mae", value: 12.25)]
        return RunReport(detail: detail, why: .example, version: .example, champion: champion)
    }()
}

extension PipelineReport {
    static let example = PipelineReport(
        detail: .example, performance: .example, drift: DriftResponse(pipeline: "churn", monitors: [.example]),
        versions: [.example], deployments: [.example])
}
