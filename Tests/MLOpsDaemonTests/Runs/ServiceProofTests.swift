import CMLOpsLinux
import Foundation
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `Proving a service` {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func doubt(
        reload: [String]? = nil, _ question: Probe.Question? = nil, within: Duration = .seconds(2),
        atLeast shortest: Duration = .seconds(1)
    ) -> String? {
        let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")
        let version = ModelVersionID(pipeline: "churn", number: 3)
        let deployment = Deployment(
            id: DeploymentID(1), pipeline: "churn", action: .deploy, version: version, digest: "d",
            replaced: ModelVersionID(pipeline: "churn", number: 2), target: "/srv/model", run: nil, by: .daemon,
            reason: nil, startedAt: moment,
            hooks: Shared(
                Deployment.Hooks(
                    directory: scratch.path, reload: reload,
                    probe: question.map { Probe(question: $0, within: within) })))
        var proof = ServiceProof(store: ModelStore(state: scratch.path), base: RunFixture.base)
        proof.shortestQuestion = shortest
        return proof.doubt(about: version, of: deployment)
    }

    @Test func `reloads with what it needs to know in its environment`() {
        let expected = "churn churn/3 \(scratch.path)/models/churn/3 /srv/model \(scratch.path)/models/churn/2"
        let script = #"echo $MLOPS_PIPELINE $MLOPS_VERSION $MLOPS_MODEL $MLOPS_TARGET $MLOPS_PREVIOUS > reloaded"#
        #expect(doubt(reload: ["/bin/sh", "-c", script]) == nil)
        #expect(text(of: scratch.path + "/reloaded") == expected + "\n")
    }

    @Test func `I10 tells how a hook failed`() {
        #expect(
            doubt(reload: ["/bin/sh", "-c", "echo no such unit >&2; exit 5"])
                == "reload failed: it exited with status 5: no such unit")
        #expect(doubt(reload: ["/no/such/program"])?.hasPrefix("reload failed: cannot start") == true)
    }

    @Test func `I10 tells the last three lines of a hook, for the cause is rarely the last`() {
        let script = "printf 'one\\ntwo\\n \\nauthentication required\\nsee the log\\n' >&2; exit 1"
        #expect(
            doubt(reload: ["/bin/sh", "-c", script])
                == "reload failed: it exited with status 1: two | authentication required | see the log")
    }

    @Test func `I3 asks again until the answer is good`() {
        let script = #"n=$(cat count 2>/dev/null || echo 0); echo $((n + 1)) > count; [ $n -ge 2 ]"#
        #expect(doubt(.command(["/bin/sh", "-c", script]), within: .seconds(20)) == nil)
        #expect(text(of: scratch.path + "/count") == "3\n")
    }

    @Test func `I3 gives up when the time is over, also on what hangs`() {
        let clock = ContinuousClock()
        let start = clock.now
        let problem = doubt(.command(["/bin/sleep", "1000"]), within: .milliseconds(500))
        #expect(problem?.contains("it did not end in time") == true, "\(problem ?? "")")
        #expect(clock.now - start < .seconds(200))
    }

    @Test func `I3 lets a question that began in time come to its end, and tells what is wrong with the answer`() {
        let script = "sleep 0.3; echo 1 gives 3, not 2; exit 1"
        let problem = doubt(.command(["/bin/sh", "-c", script]), within: .milliseconds(1), atLeast: .seconds(60))
        #expect(problem?.hasSuffix("it exited with status 1: 1 gives 3, not 2") == true, "\(problem ?? "")")
    }

    @Test func `asks for a file that names the version`() throws {
        let path = scratch.path + "/version"
        let question = Probe.Question.file(path: path, text: "{version}")
        #expect(doubt(question, within: .milliseconds(300))?.contains("version") == true)
        try scratch.write("serving churn/2\n", to: "version")
        #expect(doubt(question, within: .milliseconds(300))?.contains("\"churn/3\" is not in") == true)
        try scratch.write("serving churn/3\n", to: "version")
        #expect(doubt(question) == nil)
    }

    @Test(
        arguments: [
            (nil, nil, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", nil),
            (nil, "{version}", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"model\": \"churn/3\"}", nil),
            (nil, "{version}", "HTTP/1.0 200 OK\r\n\r\nchurn/2", "\"churn/3\" is not in its answer"),
            (nil, nil, "HTTP/1.1 503 Busy\r\n\r\n", "it answered with status 503"),
            (503, nil, "HTTP/1.1 503 Busy\r\n\r\n", nil),
            (nil, nil, "SSH-2.0-OpenSSH_9.2\r\n", "it is no HTTP"), (nil, nil, "", "it is no HTTP"),
        ] as [(Int?, String?, String, String?)])
    func `asks over HTTP`(status: Int?, body: String?, answer: String, problem: String?) throws {
        let server = try OneAnswer(answer)
        let question = Probe.Question.http(
            url: "http://127.0.0.1:\(server.port)/healthz?q=1", status: status, body: body)
        let found = withExtendedLifetime(server) {
            doubt(question, within: problem == nil ? .seconds(20) : .seconds(1), atLeast: .seconds(60))
        }
        if let problem {
            #expect(found?.contains(problem) == true, "\(found ?? "no doubt")")
        } else {
            #expect(found == nil)
        }
    }

    @Test func `asks by TLS, and tells who does not speak it`() throws {
        let server = try OneAnswer("HTTP/1.1 200 OK\r\n\r\n")
        let question = Probe.Question.http(url: "https://127.0.0.1:\(server.port)/", status: nil, body: nil)
        let found = withExtendedLifetime(server) { doubt(question, within: .seconds(1), atLeast: .seconds(60)) }
        #expect(found?.contains("curl: (35)") == true, "\(found ?? "no doubt")")
    }

    @Test func `tells that nobody answers`() throws {
        let nobody = try OneAnswer(nil)
        let question = Probe.Question.http(url: "http://127.0.0.1:\(nobody.port)/", status: nil, body: nil)
        let found = withExtendedLifetime(nobody) {
            doubt(question, within: .milliseconds(300), atLeast: .seconds(60))
        }
        #expect(found?.contains("Connection refused") == true, "\(found ?? "no doubt")")
    }
}

/// A server on a port of its own that gives everyone the same answer and hangs up, as long as it is there.
///
/// Without an answer nobody listens at the port, and nobody else gets it.
private final class OneAnswer {
    let port: UInt16
    private let listener: Int32

    init(_ answer: String?) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, size) == 0 && (answer == nil || listen(number, 16) == 0)
                    && getsockname(number, $0, &size) == 0
            }
        }
        try #require(bound, "bind: \(errno)")
        port = UInt16(bigEndian: address.sin_port)
        guard let answer else { return }
        // A thread of its own: those of the global queue may all be busy with other tests.
        Thread.detachNewThread {
            while case let connection = accept(number, nil, nil), connection >= 0 {
                var request = [UInt8](repeating: 0, count: 4096)
                _ = recv(connection, &request, request.count, 0)
                _ = answer.withCString { send(connection, $0, strlen($0), Int32(truncatingIfNeeded: MSG_NOSIGNAL)) }
                close(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(truncatingIfNeeded: SHUT_RDWR))
        close(listener)
    }
}
