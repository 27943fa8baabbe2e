import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// The declared code of a pipeline, on the real kernel.
@Suite(.timeLimit(.minutes(30))) struct `Changes of code` {
    private final class Fixture: Sendable {
        let incoming: Incoming
        let record = IntakeRecord()
        let clock = ManualClock()
        let log = LogCapture()
        let source: CodeSource
        let pipeline: PipelineDefinition

        init(_ patterns: [String], _ incoming: Incoming? = nil) throws {
            let incoming = try incoming ?? Incoming()
            self.incoming = incoming
            pipeline = PipelineDefinition(
                name: "p", id: "p-1", source: "", directory: incoming.path,
                triggers: [
                    TriggerDefinition(
                        name: "code", expression: .operand(0),
                        operands: [
                            Operand(path: "code", condition: .pipelineChange(PipelineChangeCondition(paths: patterns)))
                        ])
                ], steps: [])
            let (clock, record) = (clock, record)
            source = CodeSource(
                effects: IntakeEffects(now: { clock.now }, send: record.send, log: log.logger))
            source.configure([pipeline])
        }

        deinit { source.stop() }

        func pass(_ time: Duration) {
            clock.pass(time)
            source.wake()
        }

        var observations: [(digest: String, summary: String)] {
            record.events.compactMap { event in
                guard case .codeObserved(_, let digest, let summary) = event else { return nil }
                return (digest, summary)
            }
        }

        func expectObservations(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
            try await eventually("observation \(count)", sourceLocation: sourceLocation) {
                self.pass(.seconds(1))
                return self.observations.count >= count
            }
        }
    }

    @Test func `are told after thirty seconds of rest, with the names`() async throws {
        let incoming = try Incoming()
        try incoming.write("1", to: "train.py")
        try incoming.makeDirectory("lib")
        try incoming.write("1", to: "lib/a.py")
        let code = try Fixture(["train.py", "lib/**"], incoming)
        try await code.expectObservations(1)
        #expect(code.observations[0].summary == "2 files of code")
        let start = code.clock.now
        try incoming.write("2", to: "train.py")
        try incoming.write("1", to: "lib/b.py")
        try await code.expectObservations(2)
        #expect(code.clock.now.elapsed(since: start) >= .seconds(30))
        #expect(code.observations[1].summary == "train.py changed; lib/b.py added")
        #expect(code.observations[1].digest != code.observations[0].digest)
    }

    @Test func `that are none are not told`() async throws {
        let incoming = try Incoming()
        try incoming.write("1", to: "train.py")
        let code = try Fixture(["*.py"], incoming)
        try await code.expectObservations(1)
        try incoming.write("1", to: "train.py")
        try incoming.write("2", to: "notes.txt")
        try incoming.makeDirectory("__pycache__")
        try incoming.write("3", to: "__pycache__/train.cpython-311.pyc")
        try incoming.write("4", to: ".train.py.swp")
        for _ in 0..<40 { code.pass(.seconds(10)) }
        try incoming.write("2", to: "train.py")
        try await code.expectObservations(2)
        #expect(code.observations.count == 2)
        #expect(code.observations[1].summary == "train.py changed")
    }

    @Test func `back to what they were are told again`() async throws {
        let incoming = try Incoming()
        try incoming.write("1", to: "train.py")
        let code = try Fixture(["train.py"], incoming)
        try await code.expectObservations(1)
        try incoming.write("2", to: "train.py")
        try await code.expectObservations(2)
        try incoming.drop("1", as: "train.py")
        try await code.expectObservations(3)
        #expect(code.observations[2].digest == code.observations[0].digest)
    }

    @Test func `in directories made later are seen`() async throws {
        let code = try Fixture(["lib/**"])
        try await code.expectObservations(1)
        #expect(code.observations[0].summary == "0 files of code")
        try code.incoming.makeDirectory("lib")
        try code.incoming.makeDirectory("lib/deep")
        try code.incoming.write("1", to: "lib/deep/a.py")
        try await code.expectObservations(2)
        #expect(code.observations[1].summary == "lib/deep/a.py added")
        try code.incoming.remove("lib/deep/a.py")
        try await code.expectObservations(3)
        #expect(code.observations[2].summary == "lib/deep/a.py removed")
    }

    @Test func `that cannot be read are told once in the log and not guessed`() async throws {
        let incoming = try Incoming()
        try #require(symlink("/etc/shadow", incoming.path + "/train.py") == 0)
        let code = try Fixture(["train.py"], incoming)
        try await eventually("it is told") {
            code.pass(.seconds(61))
            return !code.log.messages.isEmpty
        }
        for _ in 0..<5 { code.pass(.seconds(61)) }
        #expect(code.log.messages.count == 1)
        #expect(code.log.messages[0].contains("a symbolic link, not a regular file"))
        #expect(code.observations.isEmpty)
        try incoming.drop("1", as: "train.py")
        try await code.expectObservations(1)
    }

    @Test func `of pipelines that ask for none are not looked at`() async throws {
        let code = try Fixture(["train.py"])
        try await code.expectObservations(1)
        var pipeline = code.pipeline
        pipeline.triggers = []
        code.source.configure([pipeline])
        try code.incoming.write("1", to: "train.py")
        for _ in 0..<5 { code.pass(.seconds(61)) }
        code.source.configure([code.pipeline])
        try await code.expectObservations(2)
        #expect(code.observations.count == 2)
    }
}
