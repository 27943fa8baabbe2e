import MLOpsCore
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `Idempotency-Key` {
    static let route = "/v1/pipelines/churn/runs"

    @Test func `G6 the same request again has the same answer and no effect`() async throws {
        let api = try await APIFixture()
        let first = try await api.post(Self.route, headers: "Idempotency-Key: a\r\n")
        #expect(first.status == 202)
        let second = try await api.post(Self.route, headers: "Idempotency-Key: a\r\n")
        #expect(second.status == 202)
        #expect(second.body == first.body)
        #expect(try api.store.runs().count == 1)
        try await api.stop()
    }

    @Test func `G6 sent at once from many connections it has one effect`() async throws {
        let api = try await APIFixture(completesRuns: false)
        let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
            for _ in 0..<20 { group.addTask { try await api.post(Self.route, headers: "Idempotency-Key: a\r\n") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map(\.body)).count == 1)
        #expect(answers.allSatisfy { $0.status == 202 })
        #expect(try api.store.runs().count == 1)
        try await api.stop()
    }

    @Test func `G6 with another body it is a conflict`() async throws {
        let api = try await APIFixture()
        _ = try await api.post(Self.route, #"{"reason": "a"}"#, headers: "Idempotency-Key: a\r\n")
        let other = try await api.post(Self.route, #"{"reason": "b"}"#, headers: "Idempotency-Key: a\r\n")
        #expect(other.status == 409)
        #expect(other.code == "key-reused")
        #expect(try api.store.runs().count == 1)
        try await api.stop()
    }

    @Test func `G6 it holds across a restart of the daemon`() async throws {
        let api = try await APIFixture()
        let first = try await api.post(Self.route, headers: "Idempotency-Key: a\r\n")
        try await api.stop()
        let again = try await APIFixture(api.scratch)
        let second = try await again.post(Self.route, headers: "Idempotency-Key: a\r\n")
        #expect(second.body == first.body)
        #expect(try again.store.runs().count == 1)
        try await again.stop()
    }

    @Test func `what was refused can be asked for again`() async throws {
        let api = try await APIFixture()
        let refused = try await api.post(Self.route, #"{"parameters": {"no": "1"}}"#, headers: "Idempotency-Key: a\r\n")
        #expect(refused.status == 422)
        let second = try await api.post(Self.route, headers: "Idempotency-Key: a\r\n")
        #expect(second.status == 202)
        try await api.stop()
    }

    @Test(arguments: ["", "a b", "\u{7f}", String(repeating: "k", count: 256)])
    func `a key that is none is refused`(key: String) async throws {
        let api = try await APIFixture()
        let answer = try await api.post(Self.route, headers: "Idempotency-Key: \(key)\r\n")
        #expect(answer.status == 400)
        #expect(try api.store.runs().isEmpty)
        try await api.stop()
    }
}
