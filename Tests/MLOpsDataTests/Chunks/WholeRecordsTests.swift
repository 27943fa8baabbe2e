import MLOpsData
import Testing

/// Where records of a text end that goes on being written.
@Suite struct `Whole records` {
    private static let mark = "\u{FEFF}"

    /// The places that are told when the text comes in pieces of so many bytes.
    private static func ends(_ text: String, inPiecesOf size: Int, _ format: DataFormat = .csv) -> [Int64] {
        let bytes = Array(text.utf8)
        var records = WholeRecords(format, head: bytes, name: [])
        return stride(from: 0, to: bytes.count, by: size).compactMap {
            records.take(Array(bytes[$0..<min($0 + size, bytes.count)]))
        }
    }

    @Test(arguments: ["", mark])
    func `end at line ends, and at none within quotes`(mark: String) {
        let (header, row) = ("\"a\nb\",c\n", "\"1\n\",2\n")
        let lengths = [mark + header, mark + header + row].map { Int64($0.utf8.count) }
        let text = mark + header + row + "3,\"4\n"
        #expect(Self.ends(text, inPiecesOf: 1000) == [lengths[1]])
        // The mark stands in the first piece whole or the text has none.
        for size in 3...8 { #expect(Set(Self.ends(text, inPiecesOf: size)) == Set(lengths), "pieces of \(size)") }
        #expect(WholeRecords.headerEnd(Array(text.utf8), name: []) == Int(lengths[0]))
    }

    @Test func `know whether a quote is still to close`() {
        for (text, isOpen) in [("a,\"b\n", true), ("a,\"b\n\"", false), ("a,\"b\"\"", true), ("a,b\"", false)] {
            var records = WholeRecords(.csv, head: Array(text.utf8), name: [])
            _ = records.take(Array(text.utf8))
            #expect(records.isUnterminated == isOpen, "\(text)")
        }
    }

    @Test func `take both bytes of a line end for one`() {
        #expect(WholeRecords.headerEnd(Array("a,b\r\n1,2\r\n".utf8), name: []) == 5)
        #expect(WholeRecords.headerEnd(Array("a,b\r1,2\r".utf8), name: []) == 4)
        #expect(WholeRecords.headerEnd(Array("a,\"b\r\n".utf8), name: []) == nil)
    }

    @Test func `of JSON Lines end at every line`() {
        #expect(Self.ends("{\"a\": \"\\\"\"}\n{\"a\": 2}\n{", inPiecesOf: 100, .jsonl) == [21])
    }
}
