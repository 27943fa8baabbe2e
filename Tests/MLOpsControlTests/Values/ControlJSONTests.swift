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

    @Test(arguments: [
        String(repeating: "[", count: 100_000), #"{"priority":1e999}"#, #"{"priority":1.5}"#, #"{"priority":"1"}"#,
        #"{"priority":99999999999999999999}"#, #"{"reason":"\ud800"}"#, #"{"priority":NaN}"#, #"{"force":1}"#, "", "[]",
        "null", #"{"parameters":{"a":1}}"#, "{\"reason\":\"\u{0}\"}", #"{"reason":"a"} x"#,
        #"{"parameters":"# + String(repeating: #"{"a":"#, count: 100_000),
    ])
    func `G5 a hostile body is refused`(text: String) {
        #expect(throws: (any Error).self) {
            try ControlJSON.decode(RunRequestBody.self, from: Data(text.utf8))
        }
    }

    @Test func `G5 a long number and a doubled member cost nothing`() throws {
        let digits = String(repeating: "1", count: 1_000_000)
        #expect(throws: (any Error).self) {
            try ControlJSON.decode(RunRequestBody.self, from: Data(#"{"priority":\#(digits)}"#.utf8))
        }
        let doubled = Data(#"{"reason":"a","reason":"a"}"#.utf8)
        #expect(try ControlJSON.decode(RunRequestBody.self, from: doubled) == RunRequestBody(reason: "a"))
    }
}
