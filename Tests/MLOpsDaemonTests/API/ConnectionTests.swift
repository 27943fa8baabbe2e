import Glibc
import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `Connections` {
    static let follow = "GET /v1/events HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `G2 one too many is told to come back`() async throws {
        var limits = APILimits()
        limits.connections = 2
        let api = try await APIFixture(limits: limits)
        var held = [try api.client(), try api.client()]
        for client in held {
            client.send(Self.follow)
            try await client.receive("200 OK")
        }
        #expect(try await api.client().rest().hasPrefix("HTTP/1.1 503"))
        held.removeLast()
        try await eventually("there is room again") { try await api.get("/v1/version").status == 200 }
        #expect(held.count == 1)
        try await api.stop()
    }

    @Test func `G2 who only holds a connection gives way to who sends a request`() async throws {
        var limits = APILimits()
        limits.connections = 2
        let api = try await APIFixture(limits: limits)
        let first = try api.client()
        first.send("GET /v1/version HTTP/1.1\r\nHost: a\r\n\r\n")
        try await first.receive("mlopsd")
        let second = try api.client()
        second.send("GET /v1/version HTTP/1.1\r\nX: ")
        #expect(try await api.get("/v1/version").status == 200)
        #expect(try await !first.rest().contains("503"), "it is ended, not refused")
        for _ in 0..<20 { #expect(try await api.get("/v1/version").status == 200) }
        #expect(try await second.rest().isEmpty)
        try await api.stop()
    }

    @Test(arguments: [
        "GET /v1/version HT", "GET /v1/version HTTP/1.1\r\nHost: a\r\nX: y\r\n", "",
        "POST /v1/reload HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ])
    func `G2 a request that does not come to its end is ended`(request: String) async throws {
        var limits = APILimits()
        limits.headerDeadline = .milliseconds(100)
        limits.bodyDeadline = .milliseconds(100)
        let api = try await APIFixture(limits: limits)
        let client = try api.client()
        client.send(request)
        #expect(try await !client.rest().contains(" 200 "))
        try await api.stop()
    }

    @Test func `G2 a byte from time to time buys no time`() async throws {
        var limits = APILimits()
        limits.headerDeadline = .milliseconds(300)
        let api = try await APIFixture(limits: limits)
        let client = try api.client()
        client.send("GET /v1/version HTTP/1.1\r\n")
        try await eventually("the connection is ended") { !client.send("X: y\r\n") }
        try await api.stop()
    }

    @Test func `a request that is answered before its end is not waited for`() async throws {
        var limits = APILimits()
        limits.bodyBytes = 100
        limits.lingerDeadline = .milliseconds(100)
        let api = try await APIFixture(limits: limits)
        let client = try api.client()
        client.send(
            "POST /v1/reload HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 101\r\n\r\n{")
        #expect(try await client.rest().contains(" 413 "))
        try await api.stop()
    }

    @Test func `an idle connection is ended`() async throws {
        var limits = APILimits()
        limits.idleDeadline = .milliseconds(100)
        let api = try await APIFixture(limits: limits)
        let client = try api.client()
        client.send("GET /v1/version HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.rest().contains(" 200 "))
        try await api.stop()
    }

    @Test(.enabled(if: getenv("MLOPS_FULL") != nil, "its deadlines do not hold on a busy machine; set MLOPS_FULL=1"))
    func `G2 who does not read an answer is ended, and others do not wait for it`() async throws {
        var limits = APILimits()
        limits.stallDeadline = .seconds(1)
        limits.streams = 1
        let api = try await APIFixture(limits: limits, logs: { _ in .endless })
        try await api.completeRun()
        let client = try api.client()
        client.send("GET /v1/runs/r1/logs HTTP/1.1\r\nHost: a\r\n\r\n")
        try await eventually("it is being followed") { try await api.get("/v1/events").status == 429 }
        #expect(try await api.get("/v1/version").status == 200)
        try await eventually("its place is free again") {
            let next = try api.client()
            next.send(Self.follow)
            return try await next.receive("\r\n\r\n").contains(" 200 ")
        }
        withExtendedLifetime(client) {}
        try await api.stop()
    }

    @Test func `G8 a client that vanishes leaves nothing behind`() async throws {
        var limits = APILimits()
        limits.streams = 1
        let api = try await APIFixture(limits: limits)
        var client = try await Self.follower(of: api)
        for _ in 0..<20 {
            #expect(try await api.get("/v1/events").status == 429)
            client.vanish()
            client = try await Self.follower(of: api)
        }
        client.vanish()
        try await eventually("nobody follows") { api.feed.waitingReaders == 0 }
        try await api.stop()
    }

    /// A client that follows, as soon as there is a place for it.
    private static func follower(of api: APIFixture) async throws -> RawClient {
        var follower: RawClient?
        try await eventually("there is a place") {
            let client = try api.client()
            client.send(follow)
            follower = client
            return try await client.receive("\r\n\r\n").contains(" 200 ")
        }
        return try #require(follower)
    }

    @Test func `a client that has sent all it will send is answered`() async throws {
        let api = try await APIFixture()
        let client = try api.client()
        client.send("GET /v1/version HTTP/1.1\r\nHost: a\r\n\r\n")
        client.endSending()
        #expect(try await client.rest().contains(" 200 "))
        try await api.stop()
    }

    @Test func `a stop ends what waits and what follows`() async throws {
        let api = try await APIFixture(completesRuns: false)
        #expect(try await api.post("/v1/pipelines/churn/runs").status == 202)
        let (idle, events, waiting) = (try api.client(), try api.client(), try api.client())
        events.send(Self.follow)
        try await events.receive("\r\n\r\n")
        waiting.send("GET /v1/runs/r1?wait=60 HTTP/1.1\r\nHost: a\r\n\r\n")
        try await eventually("it waits") { api.feed.waitingReaders == 2 }
        try await eventually("it runs") { try await api.get("/v1/runs/r1").body.contains(#""phase":"running""#) }
        try await api.stop()
        #expect(try await idle.rest().isEmpty)
        // Without its last chunk the answer is not whole.
        #expect(try await !events.rest().contains("0\r\n\r\n"))
        #expect(try await waiting.rest().contains(#""phase":"running""#))
        #expect(access(api.paths.socket, F_OK) != 0)
    }
}

extension AsyncThrowingStream where Element == LogText, Failure == any Error {
    fileprivate static var endless: AsyncThrowingStream {
        let line = LogText(step: "train", attempt: 1, text: String(repeating: "x", count: 10_000))
        return AsyncThrowingStream { line }
    }
}
