import Glibc
import MLOpsConfig
import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `What an interpreter is asked` {
    private let base = BaseEnvironment(home: "/", user: "ada")
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// One that only says what the script says, and leaves a trace.
    private func interpreter(_ script: String) throws -> String {
        let path = try scratch.write("#!/bin/sh\ntouch '\(scratch.path)/asked'\n" + script, to: "python3")
        try #require(chmod(path, 0o755) == 0)
        return path
    }

    private func unit() throws -> StepUnit {
        let step = StepDefinition(name: "train", program: .arguments(["python3"]))
        var pipeline = PipelineDefinition(name: "churn", id: "c", source: "", directory: "/", steps: [step])
        pipeline.user = "churn"
        return try #require(StepUnit(for: step, of: pipeline, own: base.user))
    }

    private let answer = #"printf 'mlopsd:answer\n3.11.2\n/usr/lib\t/opt/lib\na==1\tb==2\n'"#

    @Test func `B14 is asked of it in the unit of its step, and nowhere where that can not be`() throws {
        let path = try interpreter(answer)
        let nowhere = InterpreterCensus().program(path, in: "/", base, as: try unit())
        #expect(nowhere.problem?.contains("nobody keeps its user") == true)
        let units = try CommandUnits(socket: scratch.path + "/step.sock", directory: scratch.path + "/commands")
        let there = InterpreterCensus(units: units).program(path, in: "/", base, as: try unit())
        #expect(there.problem?.contains("\(scratch.path)/steps/churn.train") == true)
        let plain = InterpreterCensus(units: units).program(path, in: "/", base)
        #expect(plain.problem?.contains("\(scratch.path)/step.sock") == true)
        #expect(!exists(scratch.path + "/asked"))
        #expect([nowhere, there, plain].allSatisfy { $0.digest != nil && $0.packages == nil })
    }

    @Test func `what it answers stands after what it says of itself`() throws {
        let program = InterpreterCensus().program(
            try interpreter("echo 9.9; echo 'a warning' >&2\n" + answer), in: "/", base)
        #expect(program.version == "3.11.2" && program.packages == ["a==1", "b==2"] && program.problem == nil)
    }

    @Test(arguments: ["echo 3.11.2", #"printf 'mlopsd:answer\n3.11.2\n'"#, "exit 1"])
    func `less than an answer is none`(script: String) throws {
        let program = InterpreterCensus().program(try interpreter(script), in: "/", base)
        #expect(program.version == nil && program.packages == nil && program.problem != nil)
    }

    @Test func `what it answers in one unit is not what it answers in another`() throws {
        let path = try interpreter(answer)
        let census = InterpreterCensus()
        #expect(census.program(path, in: "/", base).problem == nil)
        #expect(unlink(scratch.path + "/asked") == 0)
        #expect(census.program(path, in: "/", base).packages == ["a==1", "b==2"])
        #expect(!exists(scratch.path + "/asked"), "it is known")
        #expect(census.program(path, in: "/", base, as: try unit()).problem != nil)
    }

    @Test func `nothing that lies in its directory is imported`() throws {
        for name in ["csv", "email", "zipfile"] {
            try scratch.write("open('\(scratch.path)/imported', 'w')\nraise SystemExit(3)\n", to: "\(name).py")
        }
        let program = InterpreterCensus().program("/usr/bin/python3", in: scratch.path, base)
        #expect(program.version?.hasPrefix("3.") == true && program.problem == nil)
        #expect(!exists(scratch.path + "/imported"))
    }
}
