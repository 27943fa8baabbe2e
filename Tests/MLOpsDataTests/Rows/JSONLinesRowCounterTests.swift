import MLOpsData
import Testing

@Suite struct `Rows of JSON Lines files` {
    @Test(arguments: [
        ("", 0), ("\n\n", 0), ("{}\n{}", 2), ("{}\r\n\r\n{}\r\n", 2), (" \t\n1\n", 1), ("\u{FEFF}{}\n", 1),
        ("\u{FEFF}\n", 0), ("[1,\n2]", 2),
    ])
    func `are the lines that hold something`(text: String, rows: Int64) throws {
        #expect(try rowCount(of: Array(text.utf8), name: "a.jsonl") == rows)
        #expect(try rowCount(of: Array(text.utf8), name: "a.ndjson") == rows)
    }
}
