import FoundationEssentials
import MLOpsControl
import Testing

@Suite struct `Control JSON` {
    @Test func `members are snake_case and sorted, absent ones are left out`() throws {
        let attempt = AttemptValue(number: 2, result: .failedToStart, text: "could not start: a/b")
        #expect(
            String(decoding: try ControlJSON.encode(attempt), as: UTF8.self)
                == #"{"number":2,"result":"failed-to-start","text":"could not start: a/b"}"#)
    }

    @Test func `names that people chose stay as they are`() throws {
        let body = RunRequestBody(parameters: ["learningRate": "0.1", "snake_case": "x"], dryRun: true)
        let data = try ControlJSON.encode(body)
        #expect(
            String(decoding: data, as: UTF8.self)
                == #"{"dry_run":true,"parameters":{"learningRate":"0.1","snake_case":"x"}}"#)
        #expect(try ControlJSON.decode(RunRequestBody.self, from: data) == body)
    }

    @Test func `an empty object is a whole request`() throws {
        #expect(try ControlJSON.decode(RunRequestBody.self, from: Data("{}".utf8)) == RunRequestBody())
    }

    @Test func `a member of a newer daemon is ignored`() throws {
        let data = Data(#"{"name":"mlopsd","version":"2.0","api":1,"colour":"blue"}"#.utf8)
        #expect(
            try ControlJSON.decode(VersionResponse.self, from: data)
                == VersionResponse(name: "mlopsd", version: "2.0", api: 1))
    }

    @Test func `a code is one word and unknown ones survive`() throws {
        let data = Data(##"{"type":"about:blank","title":"T","status":418,"detail":"d","code":"teapot"}"##.utf8)
        let problem = try ControlJSON.decode(Problem.self, from: data)
        #expect(problem.code == ProblemCode(rawValue: "teapot"))
        #expect(String(decoding: try ControlJSON.encode(problem), as: UTF8.self).contains(#""code":"teapot""#))
    }
}
