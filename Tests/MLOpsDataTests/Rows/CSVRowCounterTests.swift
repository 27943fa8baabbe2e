import Foundation
import MLOpsData
import Testing

@Suite struct `Rows of CSV files` {
    @Test func `H5 are what Python's csv module makes of three thousand hostile texts`() throws {
        for golden in try GoldenCount.all() {
            #expect(golden.counted(inPiecesOf: golden.text.count) == golden.expected, "\(golden)")
        }
    }

    @Test func `do not depend on where the text is cut`() throws {
        for golden in try GoldenCount.all() {
            let whole = golden.counted(inPiecesOf: golden.text.count)
            #expect(golden.counted(inPiecesOf: 1) == whole, "\(golden)")
            #expect(golden.counted(inPiecesOf: 3) == whole, "\(golden)")
        }
    }

    @Test(arguments: [
        ("", 0), ("a,b\n", 0), ("a,b", 0), ("a,b\n1,2\n", 1), ("a,b\r\n1,2\r\n3,4", 2), ("\n\na,b\n\n1,2\n\n", 1),
        ("a\n\"x\ny\"\n", 1), ("a\r1\r2\r", 2), ("\u{FEFF}\"a\nb\"\n1\n", 1),
    ])
    func `leave out the header and empty lines`(text: String, rows: Int64) throws {
        #expect(try rowCount(of: Array(text.utf8), name: "a.csv") == rows)
    }

    @Test func `tell where a quoted field begins that does not end`() {
        #expect(throws: DataError(.unterminatedQuote, at: DataPlace(row: 2))) {
            try rowCount(of: Array("a\n1\n\"2\n3\n4\n".utf8), name: "a.csv")
        }
    }

    @Test func `heed the tab of a TSV file`() throws {
        #expect(try rowCount(of: Array("a\tb\n1\t\"x\ny\"\n".utf8), name: "a.tsv") == 1)
    }

    @Test func `H5 of a million columns or a huge cell need no memory`() throws {
        let columns = Array(String(repeating: "a,", count: 1_000_000).utf8)
        #expect(try rowCount(of: columns + [10] + columns, name: "a.csv") == 1)
        var counter = try FileRowCounter(fileName: Array("a.csv".utf8))
        let cell = [UInt8](repeating: 0x61, count: 1 << 20)
        let before = residentBytes()
        try cell.withUnsafeBytes { piece in
            for _ in 0..<64 { try counter.consume(piece) }
        }
        #expect(residentBytes() - before < 32 << 20)
        #expect(try counter.finish() == 0)
    }
}

/// One text with its number of records; nil: a quote is not closed.
private struct GoldenCount: CustomStringConvertible {
    let text: [UInt8]
    let expected: Int64?

    static func all() throws -> [GoldenCount] {
        let file = try #require(
            Bundle.module.url(forResource: "csv-rows", withExtension: "txt", subdirectory: "Golden"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return lines.map { line in
            let parts = line.split(separator: " ")
            return GoldenCount(text: parts[0] == "-" ? [] : bytes(parts[0]), expected: Int64(parts[1]))
        }
    }

    var description: String { String(decoding: text, as: UTF8.self).debugDescription }

    /// nil: an error, of which only that of open quotes is possible.
    func counted(inPiecesOf size: Int) -> Int64? {
        let options = ReadOptions(csv: CSVOptions(delimiter: UInt8(ascii: ","), hasHeader: false))
        return try? rowCount(of: text, name: "a.csv", options: options, inPiecesOf: size)
    }

    private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
        let digits = Array(hexadecimal)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}
