import MLOpsData
import Testing

@Suite struct `JSON Lines` {
    @Test func `become a table of all their keys, nested ones as paths`() throws {
        let read = try table(
            "{\"a\":1,\"b\":{\"c\":\"x\"}}\n\n{\"b\":{\"d\":true},\"a\":2.5}\n{\"a\":null,\"b\":null}\n",
            name: "a.jsonl")
        #expect(read.report.schema.columns.map(\.name) == ["a", "b.c", "b.d"])
        #expect(read.types == ["double", "string", "boolean"])
        #expect(read.rows == [["1.0", "x", "~"], ["2.5", "~", "1"], ["~", "~", "~"]])
    }

    @Test func `keep lists as text and say so`() throws {
        let read = try table("{\"l\":[1, {\"x\":[]}]}\n", name: "a.jsonl")
        #expect(read.rows == [["[1, {\"x\":[]}]"]])
        #expect(read.report.schema.notes == ["column \"l\": lists are kept as their JSON text"])
    }

    @Test func `have their escapes resolved, in keys too`() throws {
        let read = try table(#"{"k\u0065y":"\ud83d\udeb2\n\u00e9\/"}"# + "\n" + #"{"key":"plain"}"#, name: "a.jsonl")
        #expect(read.report.schema.columns.map(\.name) == ["key"])
        #expect(read.rows == [["🚲\né/"], ["plain"]])
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "a key twice in one object at byte 12"), (#"{"b":1,"b":2}"#, "a key twice in one object"),
        (#"{"a":"\ud800x"}"#, "half of a surrogate pair"), (#"{"a":01}"#, "a number with a leading zero at byte 6"),
        (#"{"a":NaN}"#, "a number without digits"), (#"{"a":1} x"#, "text after the object at byte 9"),
        (#"[1]"#, "a line must be an object at byte 1"), (#"{"a":"x"#, "a string does not end"),
        (#"{"a" 1}"#, "a colon is missing"), (#"{"a":1 "b":2}"#, "a comma is missing"),
        (#"{"a":+1}"#, "a number without digits"),
        (#"{"a":tru}"#, "a word that JSON does not know"), (#"{"a":"\x"}"#, "an escape that JSON does not know"),
        ("{\"a\":\"\u{1}\"}", "a control character in a string"), (#"{"a":1.}"#, "a number without digits"),
    ])
    func `that are broken are counted with the byte, and the others read`(line: String, words: String) throws {
        let read = try table("{\"a\":1}\n\(line)\n{\"a\":3}\n", name: "a.jsonl")
        #expect(read.rows == [["1"], ["!"], ["3"]], "\(line)")
        #expect(read.report.malformedRows.count == 1)
        #expect(read.report.malformedRows.examples.first?.row == 1)
        #expect(read.report.malformedRows.examples.first?.text.hasPrefix(words) == true, "\(read.report.malformedRows)")
    }

    @Test func `H5 nested a hundred thousand deep are refused line by line`() throws {
        let lists = "{\"a\":" + String(repeating: "[", count: 100_000)
        let objects = String(repeating: "{\"a\":", count: 100_000)
        let read = try table("{\"a\":1}\n\(lists)\n\(objects)\n", name: "a.jsonl")
        #expect(read.rows == [["1"], ["!"], ["!"]])
        #expect(read.report.malformedRows.examples.allSatisfy { $0.text.hasPrefix("nested too deeply") })
    }

    @Test func `H5 with more keys than there may be columns are refused line by line`() throws {
        let keys = (0..<200).map { "\"k\($0)\":1" }.joined(separator: ",")
        let options = ReadOptions(limits: DataLimits(columns: 100))
        let read = try table("{\"a\":1}\n{\(keys)}\n", name: "a.jsonl", options: options)
        #expect(read.report.malformedRows.count == 1)
        #expect(read.types.count <= 100)
    }

    @Test func `find keys that only a late line has`() throws {
        let lines = (0..<100_000).map { "{\"id\":\($0)}" } + ["{\"id\":1,\"late\":\"2024-01-01T00:00:00Z\"}"]
        let read = try table(lines.joined(separator: "\n"), name: "a.ndjson")
        #expect(read.types == ["integer", "timestamp with zone"])
        #expect(read.rows.last == ["1", "1704067200000000"])
        #expect(read.report.passes == 2)
    }
}
