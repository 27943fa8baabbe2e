import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `The environment of a step` {
    private let directory = RunDirectory(state: "/var/lib/mlopsd", run: RunID(17))

    private func environment(
        _ pipeline: PipelineDefinition, reason: String = "12 new files", triggers: [TriggerName?] = ["volume"],
        given: [Parameter] = [], champion: String? = "/var/lib/mlopsd/models/churn/4"
    ) throws -> [String] {
        let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")
        let causes = triggers.map { RunRequest.Cause(trigger: $0, reason: reason, lastEvidence: EvidenceID(1)) }
        let request = RunRequest(
            id: RequestID(1), pipeline: pipeline.name, createdAt: moment, causes: causes, priority: 50,
            parameters: given)
        let run = Run(
            id: RunID(17), pipeline: pipeline.name, definition: "d", request: Shared(request), decision: DecisionID(1),
            startedAt: moment, steps: [], cutoffs: [], champion: nil)
        return try StepEnvironment(
            for: AttemptID(run: run.id, step: "train", number: 2), of: run, pipeline, in: directory,
            champion: champion, base: BaseEnvironment(home: "/home/ada", user: "ada")
        ).entries
    }

    private func pipeline(
        datasets: [DatasetName] = ["customers"], parameters: [Parameter] = []
    ) -> PipelineDefinition {
        PipelineDefinition(
            name: "churn", id: "d", source: "", directory: "/srv/churn", parameters: parameters,
            datasets: datasets.map { DatasetDefinition(name: $0, path: "/srv/\($0)") }, steps: [])
    }

    @Test func `holds the contract and a clean base, and nothing else`() throws {
        let pipeline = pipeline(
            datasets: ["customers", "web-logs"], parameters: [.init(name: "learning_rate", value: "0.1")])
        let entries = try environment(pipeline)
        #expect(
            entries == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/home/ada",
                "LANG=C.UTF-8",
                "USER=ada",
                "LOGNAME=ada",
                "MLOPS_PIPELINE=churn",
                "MLOPS_RUN_ID=r17",
                "MLOPS_STEP=train",
                "MLOPS_ATTEMPT=2",
                "MLOPS_REASON=12 new files",
                "MLOPS_TRIGGER=volume",
                "MLOPS_MANIFEST=/var/lib/mlopsd/runs/r17/manifest.json",
                "MLOPS_DATA_CUSTOMERS=/var/lib/mlopsd/runs/r17/data/customers.txt",
                "MLOPS_NEW_DATA_CUSTOMERS=/var/lib/mlopsd/runs/r17/new/customers.txt",
                "MLOPS_DATA_WEB_LOGS=/var/lib/mlopsd/runs/r17/data/web-logs.txt",
                "MLOPS_NEW_DATA_WEB_LOGS=/var/lib/mlopsd/runs/r17/new/web-logs.txt",
                "MLOPS_WORK=/var/lib/mlopsd/runs/r17/work",
                "MLOPS_MODEL=/var/lib/mlopsd/runs/r17/model",
                "MLOPS_METRICS=/var/lib/mlopsd/runs/r17/metrics.json",
                "MLOPS_CHAMPION=/var/lib/mlopsd/models/churn/4",
                "TMPDIR=/var/lib/mlopsd/runs/r17/tmp",
                "MLOPS_PARAM_LEARNING_RATE=0.1",
            ])
    }

    @Test func `gives the reason as one line that nothing can break out of`() throws {
        let entries = try environment(pipeline(), reason: "new\nLD_PRELOAD=/x\u{1b}[2J\u{202e}")
        #expect(entries.contains(#"MLOPS_REASON=new\nLD_PRELOAD=/x\u{1b}[2J\u{202e}"#))
    }

    @Test func `names all triggers, and none for a demand`() throws {
        #expect(try environment(pipeline(), triggers: ["a", nil, "b"]).contains("MLOPS_TRIGGER=a,b"))
        #expect(try environment(pipeline(), triggers: [nil]).contains("MLOPS_TRIGGER="))
    }

    @Test func `has an empty champion at first`() throws {
        #expect(try environment(pipeline(), champion: nil).contains("MLOPS_CHAMPION="))
    }

    @Test func `lets the request's parameters replace the definition's`() throws {
        let entries = try environment(
            pipeline(parameters: [.init(name: "rate", value: "0.1"), .init(name: "depth", value: "3")]),
            given: [.init(name: "rate", value: "0.2"), .init(name: "seed", value: "7")])
        #expect(
            entries.filter { $0.hasPrefix("MLOPS_PARAM_") } == [
                "MLOPS_PARAM_RATE=0.2", "MLOPS_PARAM_DEPTH=3", "MLOPS_PARAM_SEED=7",
            ])
    }

    @Test func `refuses two names that become one variable`() {
        let error = #expect(throws: RunError.self) { try environment(pipeline(datasets: ["web-logs", "web_logs"])) }
        #expect(error?.code == .unusableDefinition)
        #expect(error?.description.contains("MLOPS_DATA_WEB_LOGS") == true)
    }

    @Test func `F11 refuses a value that no environment can hold`() {
        let error = #expect(throws: RunError.self) {
            try environment(pipeline(), given: [.init(name: "x", value: "a\0LD_PRELOAD=/x")])
        }
        #expect(error?.code == .unusableDefinition)
    }
}
