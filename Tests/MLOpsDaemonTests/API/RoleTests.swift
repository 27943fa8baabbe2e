import Logging
import MLOpsControl
import MLOpsCore
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `A role` {
    private static let table = RoleTable(
        ownUser: 997, ownRole: .viewer, groups: [60: .viewer, 61: .operator, 62: .admin])

    @Test(
        arguments: [
            (0, [], .admin), (997, [61], .viewer), (1000, [60], .viewer), (1000, [5, 61], .operator),
            (1000, [60, 62, 61], .admin), (1000, [], nil), (1000, [5], nil), (65_534, [], nil),
        ] as [(UInt32, [UInt32], Role?)])
    func `G1 comes from the user and groups that the kernel names, and from nothing else`(
        user: UInt32, groups: [UInt32], role: Role?
    ) {
        #expect(Self.table.role(user: user, groups: groups) == role)
    }

    @Test func `of an operator changes everything but what needs an administrator, a viewer's changes nothing`() {
        for route in Route.allCases where route.method == .post { #expect(route.role >= .operator, "\(route)") }
        for route in Route.allCases where route.method == .get && ![.configuration, .backup].contains(route) {
            #expect(route.role == .viewer, "\(route)")
        }
        #expect(
            Route.allCases.filter { $0.role == .admin } == [
                .backup, .approve, .prune, .forget, .configuration, .reload,
            ])
        #expect(Route.roleOfForce == .admin)
    }

    @Test func `G1 that is missing is told once in a while, of each user and command, with what it was about`() {
        let lines = Lines()
        let audit = CommandAudit(logger: lines.logger)
        let now = ContinuousClock.now
        let (ada, bob) = (Actor(uid: 1000, pid: 7, name: "ada"), Actor(uid: 1001, name: "bob\n<0>"))
        for second in 0..<15 { audit.tell(ada, mayNot: .cancel, "/v1/runs/r1/cancel", now: now + .seconds(second)) }
        audit.tell(ada, mayNot: .deploy, "/v1/models/churn/3/deploy", now: now)
        audit.tell(bob, of: 100, mayNot: .reload, "/v1/reload", now: now)
        audit.tell(nil, mayNot: .status, "/v1/status", now: now)
        #expect(lines.metadata.map { $0["MLOPSD_ACTOR_UID"] } == ["1000", "1000", "1000", "1001", nil])
        #expect(lines.metadata.map { $0["MLOPSD_COMMAND"] } == ["cancel", "cancel", "deploy", "reload", "status"])
        #expect(lines.metadata.map { $0["MLOPSD_ACTOR_GID"] } == [nil, nil, nil, "100", nil])
        #expect(lines.metadata.map { $0["MLOPSD_RUN_ID"] } == ["r1", "r1", nil, nil, nil])
        #expect(
            lines.metadata[2]["MLOPSD_PIPELINE"] == "churn" && lines.metadata[2]["MLOPSD_MODEL_VERSION"] == "churn/3")
    }
}

@Suite struct `What a command is about` {
    @Test(arguments: [
        (Route.cancel, "/v1/runs/r6/cancel", "cancel of r6"),
        (.deploy, "/v1/models/shop/1/deploy?a=b", "deploy of shop/1"),
        (.pause, "/v1/pipelines/shop/pause", "pause of shop"), (.reload, "/v1/reload", "reload"),
        (.prune, "/v1/models/a%0A/1", "prune"), (.cancel, "", "cancel"),
    ])
    func `is told from its path`(route: Route, path: String, text: String) {
        #expect(CommandSubject(route, path).text == text)
    }
}

/// What was logged.
private final class Lines: Sendable {
    private struct Handler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.kept.withLock { $0.append(event.metadata ?? [:]) } }
    }

    private let kept = Mutex<[Logger.Metadata]>([])

    var metadata: [Logger.Metadata] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }
}
