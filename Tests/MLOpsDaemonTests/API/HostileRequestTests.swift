import MLOpsCore
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `A hostile request` {
    static let bodies = [
        String(repeating: "[", count: 100_000),
        #"{"parameters": "# + String(repeating: #"{"a":"#, count: 70) + "1" + String(repeating: "}", count: 71),
        #"{"reason": "a", "reason": "b"}"#,
        #"{"priority": 1"# + String(repeating: "0", count: 100_000) + "}",
        #"{"priority": 1e400}"#, #"{"priority": NaN}"#, #"{"reason": "\ud800"}"#, #"{"reason": "a"} {}"#,
        "{", "nothing", "\u{0}", #"{"reason": "a\#nb"}"#,
    ]

    @Test(arguments: bodies) func `G5 a body that is no sound JSON is refused with its place`(body: String) async throws
    {
        let api = try await APIFixture()
        let answer = try await api.post("/v1/pipelines/churn/runs", body)
        #expect(answer.status == 400)
        #expect(answer.code == "malformed")
        #expect((answer["detail"] as? String)?.contains(/\d+:\d+/) == true)
        #expect(try api.store.runs().isEmpty)
        try await api.stop()
    }

    @Test(arguments: [
        (#"{"priority": "high"}"#, "/priority"), (#"{"dry_run": 1}"#, "/dry_run"), ("[]", nil),
        (#"{"parameters": {"rate": 1}}"#, "/parameters/rate"),
    ])
    func `G5 a member of the wrong type is named by a pointer`(body: String, pointer: String?) async throws {
        let api = try await APIFixture()
        let answer = try await api.post("/v1/pipelines/churn/runs", body)
        #expect(answer.status == 400)
        #expect(answer["pointer"] as? String == pointer)
        try await api.stop()
    }

    @Test(arguments: [
        (#"{"priorty": 7}"#, 400, "/priorty"), (#"{"priority": 101}"#, 422, "/priority"),
        (#"{"priority": -1}"#, 422, "/priority"), (#"{"reason": "a\u0000b"}"#, 422, "/reason"),
        (#"{"reason": "a\nb"}"#, 422, "/reason"), (#"{"parameters": {"rate": "\u0000"}}"#, 422, "/parameters/rate"),
    ])
    func `G5 a member that can not be obeyed is named by a pointer`(
        body: String, status: Int, pointer: String
    ) async throws {
        let api = try await APIFixture()
        let answer = try await api.post("/v1/pipelines/churn/runs", body)
        #expect(answer.status == status)
        #expect(answer["pointer"] as? String == pointer)
        #expect(try api.store.runs().isEmpty)
        try await api.stop()
    }

    @Test func `a body beyond the limit is refused, announced or not`() async throws {
        var limits = APILimits()
        limits.bodyBytes = 1000
        let api = try await APIFixture(limits: limits)
        let announced = try await api.post("/v1/pipelines/churn/runs", String(repeating: " ", count: 1001))
        #expect(announced.status == 413)
        let chunk = "3e8\r\n" + String(repeating: " ", count: 1000) + "\r\n"
        let chunked = try await api.exchange(
            "POST /v1/pipelines/churn/runs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)0\r\n\r\n")
        #expect(chunked.status == 413)
        #expect(chunked.code == "too-large")
        try await api.stop()
    }

    static let malformed = [
        "GET\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n", "GET /v1/version\r\n\r\n", "GET /v1/version HTTP/9.9\r\n\r\n",
        "GET /v1/version HTTP/1.1\r\nHost: a\r\nBad Header: b\r\n\r\n",
        "GET /v1/version HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 20_000) + "\r\n\r\n",
        "GET /" + String(repeating: "x", count: 100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /v1/reload HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/reload HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST /v1/reload HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/reload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "GET /v1/\u{0} HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    /// Behind each stands a request that must not be taken for one of a connection in order.
    @Test(arguments: malformed)
    func `G4 malformed HTTP ends its connection and nothing else`(request: String) async throws {
        let api = try await APIFixture()
        let client = try api.client()
        client.send(request + "POST /v1/pipelines/churn/runs HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        client.endSending()
        let answer = try await client.rest()
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 5"), "\(answer)")
        #expect(try api.store.runs().isEmpty)
        #expect(try await api.get("/v1/version").status == 200)
        try await api.stop()
    }

    @Test(arguments: [
        ("GET", "/v1/runs/../../etc/passwd"), ("GET", "/v1/%2e%2e/%2e%2e/etc/passwd"), ("GET", "//v1//nothing"),
        ("GET", "/v1/runs/' OR 1=1 --".replacing(" ", with: "%20")), ("GET", "/v1/pipelines/%25"),
        ("GET", "/v1/models/churn/1%00"), ("GET", "/v1/models/..%2f/1"),
    ])
    func `H12 a path that names nothing is not found`(method: String, path: String) async throws {
        let api = try await APIFixture()
        let answer = try await api.get(path)
        #expect(answer.status == 404)
        #expect(answer.code == "not-found")
        try await api.stop()
    }

    @Test func `H12 wild cards are letters`() async throws {
        let api = try await APIFixture()
        try await api.completeRun()
        #expect(try await api.get("/v1/runs?pipeline=%25").status == 404)
        #expect(try await api.get("/v1/runs?pipeline=ch_rn").status == 404)
        #expect(try await api.get("/v1/runs?limit=0").status == 400)
        #expect(try await api.get("/v1/runs?before=x").status == 400)
        try await api.stop()
    }

    @Test func `requests sent ahead are answered in order`() async throws {
        let api = try await APIFixture()
        let client = try api.client()
        let next = "GET /v1/version HTTP/1.1\r\nHost: a\r\n\r\n"
        client.send("GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n" + next + next)
        client.endSending()
        let answers = try await client.rest()
        #expect(answers.matches(of: /HTTP\/1.1 (\d+)/).map(\.1) == ["404", "200", "200"])
        try await api.stop()
    }

    @Test(arguments: ["Origin: http://evil.example\r\n", "Host: rebound.example\r\n"])
    func `what a page in a browser sends is refused`(header: String) async throws {
        let api = try await APIFixture()
        let host = header.hasPrefix("Host") ? "" : "Host: localhost\r\n"
        let answer = try await api.exchange("GET /v1/status HTTP/1.1\r\nConnection: close\r\n\(host)\(header)\r\n")
        #expect(answer.status == 403)
        try await api.stop()
    }

    @Test func `a change whose body is not JSON is refused`() async throws {
        let api = try await APIFixture()
        let answer = try await api.exchange(
            "POST /v1/pipelines/churn/runs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 2\r\n\r\n{}")
        #expect(answer.status == 415)
        #expect(try api.store.runs().isEmpty)
        try await api.stop()
    }
}
