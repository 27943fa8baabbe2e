import Glibc
import Logging
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import Synchronization
import Testing

@testable import MLOpsDaemon

/// Nobody has to ask whether what is live is what was put there.
@Suite struct `What is live` {
    private static let version = ModelVersionID(pipeline: "churn", number: 1)

    private let scratch: Scratch
    private let store: ModelStore
    private let digest: String
    private let health = Health(startedAt: Self.moment(hour: 0))

    init() throws {
        scratch = try Scratch()
        store = ModelStore(state: scratch.path)
        try scratch.directory("model")
        try scratch.write("weights", to: "model/weights")
        digest = try SafeDirectory(scratch.path + "/model").manifest(limits: TreeLimits()).digest
        try store.store(Self.version, digest: digest, from: scratch.path + "/model", limits: TreeLimits())
        try point(at: store.directory(of: Self.version))
    }

    private static func moment(hour: Int64) -> Moment {
        Moment(
            wall: Instant(seconds: 1_795_392_000 + 3600 * hour), uptime: (hour + 1) * 3_600_000_000, boot: "b")
    }

    private func point(at place: String) throws {
        unlink(scratch.path + "/live")
        try #require(symlink(place, scratch.path + "/live") == 0)
    }

    private final class Told: Sendable {
        let events = Mutex<[RegistryDoubt.Kind]>([])

        func take(_ event: Event) {
            if case .registryDoubted(let doubt) = event { events.withLock { $0.append(doubt.kind) } }
        }
    }

    private func care(_ told: Told) -> RegistryCare {
        let moment = Self.moment(hour: 0)
        let live = Deployment(
            id: DeploymentID(1), pipeline: "churn", action: .deploy, version: Self.version, digest: digest,
            replaced: nil, target: scratch.path + "/live", run: nil, by: .daemon, reason: nil, startedAt: moment)
        let version = ModelVersion(
            id: Self.version, run: RunID(1), digest: digest, files: 1, bytes: 7, metrics: [], status: .accepted,
            registeredAt: moment)
        let care = RegistryCare(
            check: RegistryCheck(state: scratch.path), health: health,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            standing: { () throws(StoreError) in DeploymentStanding(live: [live]) },
            version: { _ throws(StoreError) in version }, tell: told.take)
        care.configure(readingEvery: .seconds(86_400))
        return care
    }

    @Test func `I9 is missed where its target leads elsewhere, once, and until it is back`() throws {
        let told = Told()
        let care = care(told)
        care.look(at: Self.moment(hour: 1))
        #expect(health.reasons.isEmpty)
        try point(at: "/srv/other")
        for hour in 2...3 as ClosedRange<Int64> { care.look(at: Self.moment(hour: hour)) }
        #expect(told.events.withLock(\.self) == [.target])
        #expect(health.reasons.map(\.code) == ["target-changed"])
        #expect(health.reasons.first?.detail.contains("/srv/other") == true)
        try point(at: store.directory(of: Self.version))
        care.look(at: Self.moment(hour: 4))
        #expect(health.reasons.isEmpty)
        try point(at: "/srv/other")
        care.look(at: Self.moment(hour: 5))
        #expect(told.events.withLock(\.self) == [.target, .target])
    }

    @Test func `is not read where the settings say so, and its target is looked at all the same`() throws {
        let told = Told()
        let care = care(told)
        care.configure(readingEvery: nil)
        let weights = scratch.path + "/models/churn/\(digest)/weights"
        chmod(weights, 0o600)
        try Scratch.write(Array("weighty".utf8), toPath: weights)
        try point(at: "/srv/other")
        for hour in 1...30 as ClosedRange<Int64> { care.look(at: Self.moment(hour: hour)) }
        #expect(told.events.withLock(\.self) == [.target])
        care.configure(readingEvery: .seconds(3600))
        care.look(at: Self.moment(hour: 31))
        #expect(told.events.withLock(\.self) == [.target, .model])
    }

    @Test func `E12 is read again once a day, and told when a bit has changed`() throws {
        let told = Told()
        let care = care(told)
        care.look(at: Self.moment(hour: 1))
        let weights = scratch.path + "/models/churn/\(digest)/weights"
        chmod(weights, 0o600)
        try Scratch.write(Array("weighty".utf8), toPath: weights)
        care.look(at: Self.moment(hour: 24))
        #expect(health.reasons.isEmpty, "it is read more than once a day")
        for hour in 25...27 as ClosedRange<Int64> { care.look(at: Self.moment(hour: hour)) }
        #expect(health.reasons.map(\.code) == ["model-damaged"])
        #expect(told.events.withLock(\.self) == [.model])
        try Scratch.write(Array("weights".utf8), toPath: weights)
        chmod(weights, 0o444)
        care.look(at: Self.moment(hour: 28))
        #expect(health.reasons.isEmpty)
    }
}
