import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `A metrics document` {
    private func metrics(_ text: String) throws -> [Candidate.Metric] {
        try MetricsDocument(Array(text.utf8), name: "metrics.json").metrics
    }

    @Test func `gives every number in the order of the file`() throws {
        let text = """
            {"f1": 0.81, "auc": 9e-1, "n": 1200, "loss": -0.0,
             "segments": {"country": {"de": {"f1": 0.8}}}, "per_row": "losses.csv", "ok": true, "note": null,
             "list": [1, [2, {"f1": 3}]]}
            """
        #expect(
            try metrics(text) == [
                .init(name: "f1", value: 0.81), .init(name: "auc", value: 0.9), .init(name: "n", value: 1200),
                .init(name: "loss", value: 0),
            ])
    }

    @Test(arguments: [
        ("{}", 0), (" \n{ }\n", 0), (#"{"\u00e9\ud83d\ude00":1}"#, 1), (#"{"a\/b\"":1e300}"#, 1),
    ])
    func `accepts what is well formed`(_ text: String, _ count: Int) throws {
        #expect(try metrics(text).count == count)
    }

    @Test(arguments: [
        ("", "line 1, column 1"), ("[1]", "an object"), (#"{"a":1}x"#, "after the end"), (#"{"a":NaN}"#, "NaN"),
        (#"{"a":Infinity}"#, "line 1, column 6"), (#"{"a":-Infinity}"#, "a digit"), (#"{"a":1e999}"#, "too large"),
        (#"{"a":01}"#, "comma"), (#"{"a":.5}"#, "a value"), (#"{"a":1.}"#, "a digit"), (#"{"a":+1}"#, "a value"),
        (#"{"a":1,"a":2}"#, "stands twice"), (#"{"a":{"b":1,"b":1}}"#, "stands twice"),
        (#"{"a":1,}"#, "a text in quotes"),
        (#"{"a" 1}"#, "a colon"), (#"{'a':1}"#, "a text in quotes"), (#"{"a":"\ud800"}"#, "surrogate"),
        (#"{"a":"\x"}"#, "no such escape"), ("{\"a\":\"\n\"}", "control character"), (#"{"a":tru}"#, "a value"),
        (#"{"a":"#, "too early"), (#"{"a":"b"#, "does not end"), ("{\n \"f1\": 0.8,\n \"f2\": x}", "line 3, column 8"),
        (#"{"":1}"#, "name"),
    ])
    func `F12 refuses the rest and says where`(_ text: String, _ part: String) {
        let error = #expect(throws: RunError.self) { try metrics(text) }
        #expect(error?.code == .unusableOutput)
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test func `knows what stands where a number should`() throws {
        let text = #"{"acc": "0.9", "f1": [1], "auc": null, "ok": true, "n": null, "segments": null}"#
        let document = try MetricsDocument(Array(text.utf8), name: "metrics.json")
        #expect(
            document.others == [
                "acc": "a text", "f1": "a list", "auc": "null", "ok": "true or false", "n": "null", "segments": "null",
            ])
    }

    @Test(arguments: [
        (#"{"n": "many"}"#, "\"n\" is a text, not a number"), (#"{"segments": [1, 2]}"#, "\"segments\" is a list"),
        (#"{"champion": []}"#, "\"champion\" is a list"), (#"{"per_row": {}}"#, "\"per_row\" is an object"),
    ])
    func `refuses what gates go by and is of another kind`(_ text: String, _ part: String) {
        let error = #expect(throws: RunError.self) { try metrics(text) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test func `H4 refuses a hundred thousand levels without falling`() {
        let text = String(repeating: #"{"a":"#, count: 100_000)
        let error = #expect(throws: RunError.self) { try metrics(text) }
        #expect(error?.description.contains("deeper than 64") == true)
        #expect(throws: RunError.self) { try metrics(#"{"a":"# + String(repeating: "[", count: 100_000)) }
    }

    @Test func `H4 refuses a number of a million digits`() {
        #expect(throws: RunError.self) { try metrics(#"{"a":"# + String(repeating: "1", count: 1_000_000) + "}") }
    }

    @Test func `refuses bytes that are not UTF-8`() {
        let bytes = Array(#"{"a"#.utf8) + [0xff] + Array(#"":1}"#.utf8)
        #expect(throws: RunError.self) { try MetricsDocument(bytes, name: "m") }
    }

    @Test func `bounds what the record must keep`() {
        let many = (0...MetricsDocument.maximumMetrics).map { #""m\#($0)":1"# }.joined(separator: ",")
        let error = #expect(throws: RunError.self) { try metrics("{\(many)}") }
        #expect(error?.description.contains("per_row") == true)
    }
}
