import Logging
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import MLOpsTestKit
import ServiceLifecycle
import Testing

@testable import MLOpsDaemon

/// A server on a socket of its own, with a real record and event loop, and a machine on which all steps do well.
final class APIFixture: Sendable {
    let scratch: Scratch
    let paths: DaemonPaths
    let store: SQLiteMetadataStore
    let inbox = Inbox()
    let health = Health(startedAt: .now)
    let feed = EventFeed(epoch: "e")
    private let loop: EventLoop<SQLiteMetadataStore>
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    static var pipeline: PipelineDefinition {
        get throws {
            var pipeline = PipelineDefinition.example(
                triggers: [.data(), .one("someday", .schedule(ScheduleCondition(expression: try .someday)))],
                policy: PolicyDefinition(cooldown: .zero, maxRunsPerDay: 1000, overlap: .allow(64)),
                deployment: DeploymentDefinition(target: "/srv/churn/model"),
                parameters: [Parameter(name: "rate", value: "1")])
            pipeline.predictions = PredictionsDefinition(
                log: "/srv/churn/log", labels: "/srv/churn/labels", id: "id", time: "at", prediction: "said",
                label: "came", task: .binary, segments: ["country"])
            return pipeline
        }
    }

    /// - Parameters:
    ///   - scratch: Of an earlier fixture, whose record is then used again.
    ///   - completesRuns: false: steps start and never end.
    ///   - exitCodes: Of the attempts, one after the other; the rest exit with 0.
    init(
        _ scratch: Scratch? = nil, limits: APILimits = APILimits(), completesRuns: Bool = true, exitCodes: [Int32] = [],
        logs: @escaping @Sendable (LogQuery) -> AsyncThrowingStream<LogText, any Error> = { _ in .noLines }
    ) async throws {
        self.scratch = try scratch ?? Scratch()
        let root = self.scratch.path
        paths = DaemonPaths(
            configuration: root + "/etc", state: root, socket: root + "/s.sock", isUserInstance: true)
        store = try SQLiteMetadataStore(path: paths.database)
        let (inbox, feed, health) = (inbox, feed, health)
        let machine = Machine(inbox: inbox, completesRuns: completesRuns, exitCodes: exitCodes)
        loop = EventLoop(
            inbox: inbox, store: store,
            effects: .init(
                now: { .now }, perform: machine.perform,
                tell: { feed.add($0, at: .now) }, beat: { _ = health.beat($0, at: .now) }, conflict: { _ in }))
        let predictions = try PredictionStore(path: root + "/churn.db")
        var services = APIServices(
            inbox: inbox, store: store, health: health, feed: feed, paths: paths,
            reload: { ReloadResponse(succeeded: true, pipelines: 1) }, datasetStatus: { [] }, logs: logs,
            now: { .now })
        services.predictions = { $0 == "churn" ? predictions : nil }
        let (listening, isListening) = AsyncStream<Void>.makeStream()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = APIServer(services: services, limits: limits, logger: logger) {
            health.becameReady()
            isListening.finish()
        }
        let group = ServiceGroup(services: [server], logger: logger)
        self.group = group
        running = Task { try await group.run() }
        loop.start(restoring: try store.restore())
        inbox.send(.configured(Configured(pipelines: [try Self.pipeline], host: HostPolicy(maxRunningRuns: 64))))
        inbox.send(.booted([]))
        for await _ in listening {}
    }

    /// Stops as the daemon does: the server in order, then the loop, then the record.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try? await running.value  // A service that ends is what was asked for.
        loop.stop()
        try store.close()
    }
}

extension APIFixture {
    func client() throws -> RawClient { try RawClient(paths.socket) }

    func get(_ target: String, headers: String = "") async throws -> HTTPAnswer {
        try await exchange("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n")
    }

    func post(_ target: String, _ body: String = "{}", headers: String = "") async throws -> HTTPAnswer {
        try await exchange(
            "POST \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    func exchange(_ request: String) async throws -> HTTPAnswer {
        let client = try client()
        client.send(request)
        return try HTTPAnswer(try await client.rest())
    }

    /// Runs the pipeline to its end and returns the run's name.
    @discardableResult
    func completeRun() async throws -> String {
        let run = try #require(try await post("/v1/pipelines/churn/runs")["run"] as? String)
        _ = try await get("/v1/runs/\(run)?wait=60")
        return run
    }
}

extension AsyncThrowingStream where Element == LogText, Failure == any Error {
    static var noLines: AsyncThrowingStream { AsyncThrowingStream { $0.finish() } }
}
