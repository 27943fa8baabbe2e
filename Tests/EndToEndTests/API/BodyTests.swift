import MLOpsControl
import Testing

/// G5: bodies that are no wish.
@Suite struct `Hostile bodies` {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var body: String

        init(_ description: String, _ body: String) {
            testDescription = description
            self.body = body
        }
    }

    private static func many(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    static let cases: [Case] = [
        Case("deep", many("[", 100_000)),
        Case("deep objects", many("{\"a\":", 100_000)),
        Case("duplicate key", "{\"priority\": 1, \"priority\": 2}"),
        Case("huge number", "{\"priority\": 1" + many("0", 1_000_000 - 20) + "}"),
        Case("beyond Int64", "{\"priority\": 9223372036854775808}"),
        Case("fraction", "{\"priority\": 1.5}"),
        Case("infinite", "{\"priority\": 1e999}"),
        Case("NaN", "{\"priority\": NaN}"),
        Case("lone surrogate", "{\"reason\": \"\\ud800\"}"),
        Case("not UTF-8", "{\"reason\": \"\u{FFFD}\"} x"),
        Case("wrong type", "{\"reason\": 7}"),
        Case("wrong shape", "[]"),
        Case("text", "\"run\""),
        Case("unknown member", "{\"priorty\": 7}"),
        Case("cut off", "{\"reason\": \"x"),
        Case("two values", "{} {}"),
        Case("too large", "{\"reason\": \"" + many("x", 2 << 20) + "\"}"),
        Case("priority out of range", "{\"priority\": 1000000}"),
        Case("negative priority", "{\"priority\": -1}"),
        Case("unknown parameter", "{\"parameters\": {\"nothing\": \"1\"}}"),
        Case("NUL", "{\"reason\": \"a\\u0000b\"}"),
        Case("long reason", "{\"reason\": \"" + many("x", 1_000_000) + "\"}"),
        Case("lines in the reason", "{\"reason\": \"a\\nb\"}"),
    ]

    @Test func `G5 each is refused as a problem and starts nothing`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            for example in Self.cases {
                let head = [
                    "POST /v1/pipelines/p/runs HTTP/1.1", "Host: localhost", "Content-Type: application/json",
                    "Connection: close", "Content-Length: \(example.body.utf8.count)", "", "",
                ]
                let answer = try await daemon.exchange(head.joined(separator: "\r\n") + example.body)
                let status = answer?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                #expect(
                    [400, 413, 422].contains(status), "\(example.testDescription): \(answer?.prefix(400) ?? "nothing")")
                #expect(answer?.contains("application/problem+json") == true, "\(example.testDescription)")
                #expect(await daemon.isReady, "\(example.testDescription)")
            }
            try await daemon.idle()
            #expect(try await daemon.runs().isEmpty)
            let status: StatusResponse = try await daemon.ask("status")
            #expect((status.daemon.residentBytes ?? 0) < 256 << 20)
        }
    }

    @Test func `G6 the same key starts nothing twice`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let client = daemon.client
            let replies = try await withThrowingTaskGroup(of: RunReply.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await client.post(
                            .startRun, ["p"], body: RunRequestBody(coalesce: false), idempotencyKey: "one")
                    }
                }
                return try await group.reduce(into: [RunReply]()) { $0.append($1) }
            }
            #expect(Set(replies.map(\.decision)).count == 1, "\(replies)")
            try await daemon.idle()
            #expect(try await daemon.runs().count == 1)
        }
    }

    @Test func `G6 the same key with another wish is refused`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            let first: RunReply = try await daemon.client.post(
                .startRun, ["p"], body: RunRequestBody(reason: "a"), idempotencyKey: "one")
            _ = try await daemon.ended(try #require(first.run))
            await #expect(throws: ControlError.self) {
                _ = try await daemon.client.post(
                    .startRun, ["p"], body: RunRequestBody(reason: "b"), idempotencyKey: "one", as: RunReply.self)
            }
        }
    }
}
