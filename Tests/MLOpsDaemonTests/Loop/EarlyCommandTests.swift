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
        let isFull: Bool

        func commit(_ mutations: [Mutation]) throws(StoreError) {
            let runs = mutations.compactMap { mutation -> Run? in
                if case .putRun(let run) = mutation { run.value } else { nil }
            }
            guard let phase = runs.last?.phase else { return }
            shell.note("commit \(phase)")
            if isFull { throw StoreError(.full, "no space") }
        }

        func restore() -> Snapshot { Snapshot() }
        func keptReply(_ key: String) -> KeptReply? { nil }
    }

    /// - Parameter isEarly: whether the commit begins before the command is performed.
    private func happenings(
        isEarly: Bool, isQuick: Bool, isFull: Bool = false
    ) async throws -> [String] {
        let (inbox, shell) = (Inbox(), Shell())
        let isPrepared = Mutex(false)
        let loop = EventLoop(
            inbox: inbox, store: NotingStore(shell: shell, isFull: isFull),
            effects: .init(
                now: { .now },
                perform: { command in
                    switch command {
                    case .freezeManifest: shell.note("freeze")
                    case .startAttempt: shell.note("start")
                    default: shell.note("\(command)")
                    }
                },
                isEarly: { command in if case .freezeManifest = command { isEarly } else { false } },
                performEarly: { command, _ in
                    guard isQuick, case .freezeManifest(let run, _) = command else { return nil }
                    shell.note("freeze early")
                    return .manifestFrozen(run.id, ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "d"))
                },
                prepare: { _ in isPrepared.withLock { $0 = true } },
                beside: {
                    isPrepared.withLock { isPrepared in
                        defer { isPrepared = false }
                        return isPrepared ? { shell.note("prepare") } : nil
                    }
                },
                abandon: { shell.note("abandon") }, tell: { _ in },
                beat: { _ in }, conflict: { _ in }))
        loop.start(restoring: Snapshot())
        inbox.send(.configured(Configured(pipelines: [Self.definition])))
        inbox.send(.booted([]))
        let reply: Result<Reply, StoreError>
        do throws(StoreError) {
            reply = .success(try await inbox.demand(Demand(.run(.init(pipeline: "churn")), by: .daemon)))
        } catch {
            reply = .failure(error)
        }
        loop.stop()
        switch reply {
        case .success(.started) where !isFull: break
        case .failure(let error) where isFull && error.code == .full: break
        default: throw StoreError(.other, "\(reply)")
        }
        return shell.happened.withLock(\.self)
    }

    @Test(arguments: [false, true])
    func `is performed before it, and its answer is in the same commit`(isEarly: Bool) async throws {
        let happened = try await happenings(isEarly: isEarly, isQuick: true)
        #expect(happened.first == "freeze early" && happened.last == "start")
        // Beside one another.
        #expect(Set(happened.dropFirst().dropLast()) == ["prepare", "commit running"] && happened.count == 4)
    }

    @Test(arguments: [false, true])
    func `and what it prepared is abandoned when the commit fails`(isEarly: Bool) async throws {
        let happened = try await happenings(isEarly: isEarly, isQuick: true, isFull: true)
        #expect(happened.first == "freeze early" && happened.last == "abandon")
        #expect(Set(happened.dropFirst().dropLast()) == ["prepare", "commit running"] && happened.count == 4)
    }

    @Test(arguments: [false, true])
    func `waits for the commit when it is not quick`(isEarly: Bool) async throws {
        #expect(try await happenings(isEarly: isEarly, isQuick: false) == ["commit freezing", "freeze"])
    }
}
