import Dispatch
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `The pruner` {
    /// Four versions of which one is kept, and the ledger says by the time of their removal that the first is live.
    @Test func `leaves a version that a deployment took up meanwhile, and tells of the others alone`() async throws {
        let scratch = try Scratch()
        let store = try SQLiteMetadataStore(path: scratch.path + "/metadata.db")
        for number in 1...4 {
            try scratch.directory("models/churn/d\(number)")
            try scratch.write("weights", to: "models/churn/d\(number)/weights")
        }
        var live = RecordFixtures.deployment(1)
        live.state = .live
        let versions = (1...4 as ClosedRange<Int64>).map { RecordFixtures.version($0, digest: "d\($0)") }
        try store.commit(versions.map { .putVersion($0) } + [.putDeployment(live)])
        let inbox = Inbox()
        let pruner = Pruner(
            state: scratch.path, store: store, inbox: inbox,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let outcome = pruner.prune(nil, isDry: false, now: RecordFixtures.instant(100))
        try await eventually("it does not ask for the pipelines") { inbox.count > 0 }
        try Self.answer(inbox)
        #expect(try await outcome.models.map(\.id) == ["churn/2", "churn/3"])
        let told = inbox.takeAll(waiting: .seconds(0)).compactMap { envelope -> [Int64]? in
            if case .event(.modelsPruned("churn", let gone)) = envelope { gone.map(\.number) } else { nil }
        }
        #expect(told == [[2, 3]])
        #expect(try store.prunedVersions(of: "churn").keys.map(\.number).sorted() == [2, 3])
        #expect(FileStatus(at: scratch.path + "/models/churn/d1/weights") != nil)
        #expect(FileStatus(at: scratch.path + "/models/churn/d2") == nil)
    }

    /// As the loop does, whose orchestrator knows of no deployment yet.
    private static func answer(_ inbox: Inbox) throws {
        var definition = PipelineDefinition.example()
        definition.policy.retention = RetentionPolicy(models: 1)
        var orchestrator = Orchestrator()
        _ = orchestrator.handle(.configured(Configured(pipelines: [definition])), at: RecordFixtures.moment(99))
        for case .inspection(let look, _) in inbox.takeAll(waiting: .seconds(0)) {
            look(orchestrator, RecordFixtures.moment(99))
        }
    }
}
