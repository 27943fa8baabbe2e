import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `A command that means nothing before the commit` {
    private static let definition = PipelineDefinition(
        name: "churn", id: "churn-1", source: "", directory: "/srv",
        steps: [StepDefinition(name: "train", program: .arguments(["true"]))])

    /// What came to the shell, in order.
    private final class Shell: Sendable {
        let happened = Mutex<[String]>([])

        func note(_ text: String) { happened.withLock { $0.append(text) } }
    }

    private struct NotingStore: MetadataStore {
        let shell: Shell

        func commit(_ mutations: [Mutation]) {
            let runs = mutations.compactMap { mutation -> Run? in
                if case .putRun(let run) = mutation { run } else { nil }
            }
            if let phase = runs.last?.phase { shell.note("commit \(phase)") }
        }

        func restore() -> Snapshot { Snapshot() }
        func keptReply(_ key: String) -> KeptReply? { nil }
    }

    private func happenings(isQuick: Bool) async throws -> [String] {
        let (inbox, shell) = (Inbox(), Shell())
        let loop = EventLoop(
            inbox: inbox, store: NotingStore(shell: shell),
            effects: .init(
                now: { .now },
                perform: { command in
                    switch command {
                    case .freezeManifest: shell.note("freeze")
                    case .startAttempt: shell.note("start")
                    default: shell.note("\(command)")
                    }
                },
                performEarly: { command, _ in
                    guard isQuick, case .freezeManifest(let run, _) = command else { return nil }
                    shell.note("freeze early")
                    return .manifestFrozen(run.id, ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "d"))
                },
                tell: { _ in }, beat: { _ in }, conflict: { _ in }))
        loop.start(restoring: Snapshot())
        inbox.send(.configured(Configured(pipelines: [Self.definition])))
        inbox.send(.booted([]))
        let reply = try await inbox.demand(Demand(.run(.init(pipeline: "churn")), by: .daemon))
        loop.stop()
        guard case .started = reply else { throw StoreError(.other, "\(reply)") }
        return shell.happened.withLock(\.self)
    }

    @Test func `is performed before it, and its answer is in the same commit`() async throws {
        #expect(try await happenings(isQuick: true) == ["freeze early", "commit running", "start"])
    }

    @Test func `waits for the commit when it is not quick`() async throws {
        #expect(try await happenings(isQuick: false) == ["commit freezing", "freeze"])
    }
}
