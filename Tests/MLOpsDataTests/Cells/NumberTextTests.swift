import Foundation
import MLOpsData
import Testing

@Suite struct `Numbers in a text` {
    @Test func `are what strtod makes of them, to the last bit`() throws {
        var random = SplitMix(seed: 3)
        var texts = [
            "0", "-0", "0.0", "-0.0", "1e22", "1e23", "1e400", "-1e400", "1e-400", "4.9e-324",
            "2.2250738585072011e-308",
            "9007199254740993", "9007199254740993.0", "123456789012345678901234567890", ".5", "5.", "+7.25", "00012.50",
            "1.7976931348623157e308", "0.1e1", "1E+05", "8.5e-05", "00000000000000000000000000000000.1",
            "1" + String(repeating: "0", count: 400) + "e-400", "179769313486231580793728971405301e276",
        ]
        for _ in 0..<20_000 { texts.append(Self.text(&random)) }
        for _ in 0..<2000 { texts.append(Self.halfway(&random)) }
        let read = try column(texts)
        for (text, value) in zip(texts, read) {
            #expect(value.bitPattern == strtod(text, nil).bitPattern, "\(text)")
        }
    }

    /// As near to one double as to the next, or just beside.
    private static func halfway(_ random: inout SplitMix) -> String {
        let whole = 1 << 52 + random.next() >> 12
        switch random.next() % 4 {
        case 0: return "\(whole).5"
        case 1: return "\(whole).50" + String(random.next() % 2)
        case 2: return "\(whole).499"
        default: return "\(whole >> 1).\(random.next() % 2 == 0 ? 25 : 75)"
        }
    }

    private static func text(_ random: inout SplitMix) -> String {
        func digits(_ count: Int) -> String {
            var text = ""
            for _ in 0..<count { text += String(random.next() % 10) }
            return text
        }
        let sign = ["", "", "-", "+"][Int(random.next() % 4)]
        switch random.next() % 5 {
        case 0: return "\(Double(bitPattern: random.next() & ~(0x7FF << 52) | (random.next() % 2046 + 1) << 52))"
        case 1: return sign + digits(1 + Int(random.next() % 8)) + "." + digits(Int(random.next() % 8))
        case 2: return sign + digits(1 + Int(random.next() % 17))
        case 3: return sign + digits(1 + Int(random.next() % 25)) + "." + digits(Int(random.next() % 25))
        default: return sign + digits(1 + Int(random.next() % 20)) + "e-" + digits(1 + Int(random.next() % 2))
        }
    }

    @Test(arguments: [
        "1,5", "1_000", "0x1F", "1e", "e5", "--1", "1-2", "1.2.3", ".", "-", "1 2", "1\u{0}", "١", "in", "1e5.0",
    ])
    func `that are none are refused`(text: String) throws {
        let options = ReadOptions(schema: TableSchema(columns: [ColumnSchema(name: "x", type: .double)]))
        #expect(try table("x\n\"\(text)\"\n", options: options).rows == [["!"]], "\(text)")
    }

    /// Short ones are read two at once.
    @Test(arguments: [
        "0", "-0", "7", "-7", "1.", "-1.", ".5", "-.5", "12345678", "-12345678", "1234567.", ".1234567", "-1234.567",
        "123456789", "1234567.8", ".", "-", "-.", "", "..", "1.2.3", "1..2", "--1", "1-", "+1", "1e5", " 1", "1 ", "9:",
        "/1", "1/2", "x", "١", "NaN", "-inf", "1,5",
    ])
    func `are the same beside any others`(text: String) throws {
        var column = ColumnSchema(name: "x", type: .double)
        for hasDecimalComma in [false, true] {
            column.hasDecimalComma = hasDecimalComma
            let options = ReadOptions(
                schema: TableSchema(columns: [column]), csv: CSVOptions(delimiter: UInt8(ascii: ";")))
            func cells(_ texts: [String]) throws -> [[String]] {
                try table((["x;y"] + texts.map { $0 + ";" }).joined(separator: "\n"), options: options).rows
            }
            for other in [text, "-7.25", "12345678", "1,5", ".", ""] {
                let apart = try cells([text]) + cells([other])
                #expect(try cells([text, other]) == apart, "\(text) before \(other)")
                #expect(try cells([other, text]) == apart.reversed(), "\(text) after \(other)")
            }
        }
    }

    @Test func `of 64 bits stay exact and longer ones become doubles`() throws {
        let exact = try table("x\n9223372036854775807\n-9223372036854775808\n007\n")
        #expect(exact.types == ["integer"])
        #expect(exact.rows == [["9223372036854775807"], ["-9223372036854775808"], ["7"]])
        #expect(try table("x\n9223372036854775808\n1\n").types == ["double"])
    }

    private func column(_ texts: [String]) throws -> [Double] {
        let options = ReadOptions(
            format: .csv, schema: TableSchema(columns: [ColumnSchema(name: "x", type: .double)]))
        let file = DataFile(bytes: Array((["x"] + texts).joined(separator: "\n").utf8))
        return try TableReader(file, options: options).read(workers: 1, initial: { _ in [Double]() }) { values, batch in
            values += batch.columns[0].doubles
        }.states.flatMap(\.self)
    }
}
