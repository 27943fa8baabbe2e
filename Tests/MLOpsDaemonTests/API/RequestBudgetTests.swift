import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `Requests of one user` {
    private static let ada: UInt32 = 4001
    private static let bob: UInt32 = 4002

    private func limits(_ change: (inout APILimits) -> Void = { _ in }) -> APILimits {
        var limits = APILimits()
        limits.requestsPerSecond = 10
        limits.requestsAtOnce = 3
        change(&limits)
        return limits
    }

    private func moment(_ milliseconds: Int64) -> Moment {
        Moment(wall: Instant(microseconds: 0), uptime: milliseconds * 1000, boot: "b")
    }

    /// Returns how many of the requests are answered.
    private func ask(_ budget: RequestBudget, _ count: Int, of user: UInt32?, at milliseconds: Int64) -> Int {
        (0..<count).count { _ in (try? budget.take(for: user, at: moment(milliseconds))) != nil }
    }

    @Test func `G2 are as many as were saved up, and then as many as time gives`() {
        let budget = RequestBudget(limits: limits())
        #expect(ask(budget, 5, of: Self.ada, at: 0) == 3)
        #expect(ask(budget, 5, of: Self.ada, at: 99) == 0)
        #expect(ask(budget, 5, of: Self.ada, at: 101) == 1)
        #expect(ask(budget, 5, of: Self.ada, at: 302) == 2)
        #expect(ask(budget, 9, of: Self.ada, at: 60_000) == 3, "no more is saved up than fits")
    }

    @Test func `are none of another's, and root's are not counted`() {
        let budget = RequestBudget(limits: limits())
        #expect(ask(budget, 5, of: Self.ada, at: 0) == 3)
        #expect(ask(budget, 5, of: Self.bob, at: 0) == 3)
        #expect(ask(budget, 5, of: 0, at: 0) == 5)
        #expect(ask(budget, 5, of: nil, at: 0) == 5)
    }

    @Test func `are refused with the time after which one is answered`() throws {
        let budget = RequestBudget(limits: limits { $0.requestsPerSecond = 0.1 })
        #expect(ask(budget, 3, of: Self.ada, at: 0) == 3)
        let failure = try #require(throws: APIFailure.self) { try budget.take(for: Self.ada, at: moment(2500)) }
        #expect(failure.problem.status == 429 && failure.problem.code == .tooMany)
        #expect(failure.retryAfter == 8)
        try budget.take(for: Self.ada, at: moment(10_500))
    }

    @Test func `are forgotten where that changes nothing, however many users there are`() {
        let budget = RequestBudget(limits: limits())
        #expect(ask(budget, 5, of: Self.ada, at: 1000) == 3)
        for user in (5000..<8000) as Range<UInt32> { #expect(ask(budget, 1, of: user, at: 1000) == 1) }
        #expect(ask(budget, 5, of: Self.ada, at: 1000) == 0)
    }

    @Test func `are answered with 429 and Retry-After on the socket`() async throws {
        let api = try await APIFixture(
            limits: limits {
                $0.requestsPerSecond = 0.001
                $0.unlimitedUsers = []
            })
        for _ in 0..<3 { #expect(try await api.get("/v1/version").status == 200) }
        let answer = try await api.get("/v1/version")
        #expect(answer.status == 429 && answer.code == "too-many")
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(try (1...1000).contains(#require(Int(answer.headers["retry-after"] ?? ""))))
        try await api.stop()
    }

    @Test func `G2 have a bound of their own for connections, and one for what is followed`() async throws {
        let api = try await APIFixture(
            limits: limits {
                $0 = APILimits()
                $0.unlimitedUsers = []
                $0.connectionsOfUser = 2
            })
        let held = [try api.client(), try api.client()]
        for client in held {
            client.send(Connections.follow)
            try await client.receive("200 OK")
        }
        #expect(try await api.client().rest().hasPrefix("HTTP/1.1 503"))
        #expect(APILimits().connectionsOfUser == 16 && APILimits().streamsOfUser == 8)
        #expect(held.count == 2)
        try await api.stop()
    }
}
