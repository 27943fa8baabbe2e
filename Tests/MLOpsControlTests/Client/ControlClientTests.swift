import MLOpsControl
import Synchronization
import Testing

@Suite struct `Control client` {
    private func client(_ daemon: FakeDaemon, timeoutSeconds: Double = 60) -> ControlClient {
        ControlClient(endpoint: .socket(path: daemon.socket), timeoutSeconds: timeoutSeconds)
    }

    @Test func `asks and understands`() async throws {
        try await FakeDaemon.run { _ in
            try .json(StatusResponse.example)
        } _: { daemon in
            let status: StatusResponse = try await client(daemon).get(.status)
            #expect(status == .example)
            let request = try #require(daemon.requests.first)
            #expect(request.method == "GET")
            #expect(request.target == "/v1/status")
            #expect(request.headers["host"] == "localhost")
            #expect(request.headers["origin"] == nil)
            #expect(request.headers["content-type"] == nil)
        }
    }

    @Test func `an answer in many parts is one answer`() async throws {
        let whole = String(decoding: try ControlJSON.encode([RunSummary.failed, .running]), as: UTF8.self)
        let parts = whole.map { String($0) }
        try await FakeDaemon.run { _ in
            FakeDaemon.Answer(parts: parts)
        } _: { daemon in
            let runs: [RunSummary] = try await client(daemon).get(.runs)
            #expect(runs == [.failed, .running])
        }
    }

    @Test func `a change has a body, a type and a key`() async throws {
        let reply = RunReply(result: .started, run: "r18")
        try await FakeDaemon.run { _ in
            try .json(reply)
        } _: { daemon in
            let body = RunRequestBody(reason: "because")
            let got: RunReply = try await client(daemon).post(
                .startRun, ["churn"], body: body, idempotencyKey: "k1")
            #expect(got == reply)
            let request = try #require(daemon.requests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/v1/pipelines/churn/runs")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["idempotency-key"] == "k1")
            #expect(request.body == #"{"reason":"because"}"#)
        }
    }

    @Test func `what starts nothing has no key`() async throws {
        try await FakeDaemon.run { _ in
            try .json(ActionReply(message: "paused"))
        } _: { daemon in
            let _: ActionReply = try await client(daemon).post(
                .pause, ["churn"], body: PauseBody(), idempotencyKey: "k1")
            #expect(daemon.requests.first?.headers["idempotency-key"] == nil)
        }
    }

    @Test func `a problem is thrown as it was sent`() async throws {
        try await FakeDaemon.run { _ in
            try .problem(404, .notFound, "there is no run r9", hint: "mlopsctl list-runs")
        } _: { daemon in
            await #expect(
                throws: ControlError.refused(
                    Problem(
                        type: "about:blank", title: "No", status: 404, detail: "there is no run r9", code: .notFound,
                        hint: "mlopsctl list-runs"))
            ) {
                let _: RunDetail = try await client(daemon).get(.run, ["r9"])
            }
        }
    }

    @Test func `an answer that is no problem document is still a problem`() async throws {
        try await FakeDaemon.run { _ in
            FakeDaemon.Answer(status: 502, type: "text/html", parts: ["<html>"])
        } _: {
            daemon in
            let error = await #expect(throws: ControlError.self) {
                let _: StatusResponse = try await client(daemon).get(.status)
            }
            guard case .refused(let problem) = error else { return #expect(Bool(false), "\(error as Any)") }
            #expect(problem.status == 502)
            #expect(problem.code == ProblemCode(rawValue: "http-502"))
        }
    }

    @Test func `an answer that breaks off is not taken for a whole one`() async throws {
        try await FakeDaemon.run { _ in
            FakeDaemon.Answer(parts: ["[]"], end: .cut)
        } _: { daemon in
            let error = await #expect(throws: ControlError.self) {
                let _: [RunSummary] = try await client(daemon).get(.runs)
            }
            guard case .interrupted = error else { return #expect(Bool(false), "\(error as Any)") }
        }
    }

    /// As with a daemon that had taken the connection and then restarted.
    @Test func `a question whose connection ends without an answer is asked again, a change is not`() async throws {
        struct Restart: Error {}
        let asked = Mutex(0)
        try await FakeDaemon.run { request in
            let isFirst = asked.withLock { asked in
                asked += 1
                return asked == 1
            }
            guard request.method == "GET", !isFirst else { throw Restart() }
            return try .json([RunSummary.succeeded])
        } _: { daemon in
            let runs: [RunSummary] = try await client(daemon).get(.runs)
            #expect(runs == [.succeeded])
            #expect(daemon.requests.count == 2)
            await #expect(throws: ControlError.self) {
                let _: ActionReply = try await client(daemon).post(.pause, ["churn"], body: PauseBody())
            }
            #expect(daemon.requests.count == 3)
        }
    }

    @Test func `silence ends`() async throws {
        try await FakeDaemon.run { _ in
            FakeDaemon.Answer(parts: ["["], end: .silence)
        } _: { daemon in
            await #expect(throws: ControlError.timedOut(seconds: 0.1)) {
                let _: [RunSummary] = try await client(daemon, timeoutSeconds: 0.1).get(.runs)
            }
        }
    }

    @Test func `an answer of another version is not understood`() async throws {
        try await FakeDaemon.run { _ in
            FakeDaemon.Answer(parts: [#"{"colour":"blue"}"#])
        } _: { daemon in
            let error = await #expect(throws: ControlError.self) {
                let _: StatusResponse = try await client(daemon).get(.status)
            }
            guard case .unreadable = error else { return #expect(Bool(false), "\(error as Any)") }
        }
    }

    @Test func `G10 a daemon that is down is unreachable`() async throws {
        let client = ControlClient(endpoint: .socket(path: "/tmp/there-is-no-such-socket"))
        await #expect(
            throws: ControlError.unreachable(
                socket: "/tmp/there-is-no-such-socket", cause: "No such file or directory", isPermission: false)
        ) {
            let _: StatusResponse = try await client.get(.status)
        }
    }

    @Test func `a path that no socket can have is said to be too long`() async throws {
        let client = ControlClient(endpoint: .socket(path: "/" + String(repeating: "x", count: 200)))
        let error = await #expect(throws: ControlError.self) { let _: StatusResponse = try await client.get(.status) }
        guard case .unreachable(_, let cause, _, _) = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(cause.contains("longer"))
    }
}

@Suite struct `Streams` {
    private static let lines = (1...5).map { LogLine(step: "train", attempt: 1, text: "line \($0)") }

    private func collect(_ answer: FakeDaemon.Answer, until limit: Int = .max) async throws -> [LogLine] {
        var seen: [LogLine] = []
        try await FakeDaemon.run { _ in
            answer
        } _: { daemon in
            let client = ControlClient(endpoint: .socket(path: daemon.socket))
            try await client.lines(.runLogs, ["r1"]) { (line: LogLine) in
                seen.append(line)
                return seen.count < limit
            }
        }
        return seen
    }

    @Test func `every line arrives`() async throws {
        #expect(try await collect(.lines(Self.lines)) == Self.lines)
    }

    @Test func `lines are put together from parts that know nothing of them`() async throws {
        let text = try Self.lines.map { String(decoding: try ControlJSON.encode($0), as: UTF8.self) }
        let bytes = text.joined(separator: "\n").map { String($0) }
        #expect(try await collect(FakeDaemon.Answer(parts: bytes)) == Self.lines)
    }

    @Test func `whoever has seen enough leaves a stream that goes on`() async throws {
        #expect(try await collect(.lines(Self.lines, end: .silence), until: 2) == Array(Self.lines.prefix(2)))
    }

    @Test func `a stream that breaks off says so, after what it brought`() async throws {
        let error = await #expect(throws: ControlError.self) { _ = try await collect(.lines(Self.lines, end: .cut)) }
        guard case .interrupted = error else { return #expect(Bool(false), "\(error as Any)") }
    }
}
