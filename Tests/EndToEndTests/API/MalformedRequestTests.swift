import MLOpsControl
import Testing

/// G4: what is no request of HTTP/1.1 gets an answer that says so, or none, and harms nobody else.
@Suite struct `Malformed requests` {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var request: String
        /// What may stand in the first line of the answer, if there is one: the connection may also just be closed.
        var statuses: [Int]

        init(_ description: String, _ request: String, _ statuses: [Int]) {
            testDescription = description
            self.request = request
            self.statuses = statuses
        }
    }

    static let cases: [Case] = framing + lengths + targets + methods

    private static let framing: [Case] = [
        Case("no request", "\0\0\0\0\r\n\r\n", [400]),
        Case("HTTP/0.9", "GET /v1/version\r\n", [400, 505]),
        Case("HTTP/3.0", lines("GET /v1/version HTTP/3.0"), [400, 505]),
        Case("huge header", lines("GET /v1/version HTTP/1.1", "X: " + many("a", 1 << 20)), [400, 431]),
        Case("many headers", lines("GET /v1/version HTTP/1.1", many("X: y\r\n", 100_000) + "X: z"), [400, 431]),
        Case("folded header", lines("GET /v1/version HTTP/1.1", "X: a", " b", closing), [200, 400]),
        Case(
            "upgrade", lines("GET /v1/version HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade, close"),
            [200, 400]),
        Case("from a browser", lines("GET /v1/version HTTP/1.1", "Origin: http://evil", closing), [403]),
    ]

    private static let lengths: [Case] = [
        Case("bad chunk", wish(["Transfer-Encoding: chunked"], "zz\r\nabc\r\n0\r\n\r\n"), [400]),
        Case(
            "both lengths",
            wish(
                ["Content-Length: 2", "Transfer-Encoding: chunked"], "0\r\n\r\n" + lines("GET /smuggled HTTP/1.1")),
            [400]),
        Case("two lengths", wish(["Content-Length: 2", "Content-Length: 40"], "{}"), [400]),
        Case("negative length", wish(["Content-Length: -1"], "{}"), [400]),
        Case("length that overflows", wish(["Content-Length: 99999999999999999999"], "{}"), [400, 413]),
        Case(
            "body that is no JSON",
            lines("POST /v1/pipelines/p/runs HTTP/1.1", "Content-Type: text/plain", "Content-Length: 2", closing)
                + "{}",
            [415]),
    ]

    private static let targets: [Case] = [
        Case("huge target", lines("GET /" + many("a", 1 << 20) + " HTTP/1.1"), [400, 414, 431]),
        Case("NUL in the path", lines("GET /v1/version\0x HTTP/1.1", closing), [400, 404]),
        Case("encoded NUL", lines("GET /v1/runs/r1%00 HTTP/1.1", closing), [400, 404]),
        Case("encoded dots", lines("GET /v1/runs/%2e%2e%2f%2e%2e HTTP/1.1", closing), [400, 404]),
        Case("steps up", lines("GET /v1/pipelines/../../etc/passwd HTTP/1.1", closing), [400, 404]),
        Case("absolute form", lines("GET http://elsewhere/v1/version HTTP/1.1", closing), [200, 400, 404]),
        Case("double slash", lines("GET //v1//version HTTP/1.1", closing), [200, 400, 404]),
    ]

    private static let methods: [Case] = [
        Case("CONNECT", lines("CONNECT localhost:1 HTTP/1.1", closing), [400, 404, 405, 501]),
        Case("unknown method", lines("FROB /v1/version HTTP/1.1", closing), [400, 404, 405, 501]),
        Case("wrong method", lines("DELETE /v1/pipelines/p HTTP/1.1", closing), [404, 405]),
    ]

    private static let closing = "Connection: close"

    private static func many(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    /// The head of a request.
    static func lines(_ first: String, _ more: String...) -> String {
        ([first, "Host: localhost"] + more + ["", ""]).joined(separator: "\r\n")
    }

    /// A wish to run the pipeline, with these headers for its body.
    private static func wish(_ headers: [String], _ body: String) -> String {
        let head = ["POST /v1/pipelines/p/runs HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
        return (head + headers + ["", body]).joined(separator: "\r\n")
    }

    @Test func `G4 each gets its answer and the daemon serves on`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            for example in Self.cases {
                guard let answer = try await daemon.exchange(example.request) else {
                    Issue.record("\(example.testDescription): the connection is not closed")
                    continue
                }
                let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                if let status {
                    #expect(example.statuses.contains(status), "\(example.testDescription): \(answer.prefix(200))")
                } else {
                    #expect(answer.isEmpty, "\(example.testDescription): \(answer.prefix(200))")
                }
                #expect(!answer.contains("smuggled"), "\(example.testDescription)")
                #expect(await daemon.isReady, "\(example.testDescription)")
            }
            #expect(try await daemon.runs().isEmpty)
        }
    }

    @Test func `G4 pipelined requests are answered in their order`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let requests = [
                Self.lines("GET /v1/version HTTP/1.1"), Self.lines("GET /v1/pipelines HTTP/1.1"),
                Self.lines("GET /v1/nothing HTTP/1.1", Self.closing),
            ]
            let answer = try await daemon.exchange(requests.joined())
            let text = try #require(answer)
            let statuses = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("HTTP/1.1 ") }
            #expect(statuses.map { $0.dropFirst(9).prefix(3) } == ["200", "200", "404"], "\(text)")
        }
    }

    @Test func `G4 a thousand random requests harm nothing`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            var generator = SystemRandomNumberGenerator()
            for _ in 0..<(Tier.isFull ? 5000 : 200) {
                var bytes = Array(Self.wish(["Content-Length: 12"], "{\"force\": 1}").utf8)
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    let place = Int.random(in: bytes.indices, using: &generator)
                    bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
                }
                _ = try await daemon.exchange(bytes)
            }
            #expect(await daemon.isReady)
        }
    }
}
