import MLOpsData
import Testing

@Suite struct `CSV as people write it` {
    @Test func `is read by whatever separates its fields`() throws {
        for delimiter in [",", ";", "\t", "|"] {
            let text = ["name,n", "a,1", "\"x\(delimiter)y\",2"].map { $0.replacing(",", with: delimiter) }
            let read = try table(text.joined(separator: "\n"))
            #expect(read.rows == [["a", "1"], ["x\(delimiter)y", "2"]], "\(delimiter)")
            #expect(read.report.dialect?.delimiter == delimiter.utf8.first)
        }
    }

    @Test func `from an Italian spreadsheet has its dates, commas and empty columns`() throws {
        let read = try table(
            "\u{FEFF}Data;Ora;Temp(C);n;;\r\n31/01/2011;00.00.00;3,3;81;;\r\n01/02/2011;01.00.00;2;-200;;\r\n;;;;;\r\n")
        #expect(read.types == ["date", "string", "double", "integer", "string", "string"])
        #expect(read.rows.first == ["1296432000000000", "00.00.00", "3.3", "81", "~", "~"])
        #expect(read.rows.dropFirst().first == ["1296518400000000", "01.00.00", "2.0", "-200", "~", "~"])
        #expect(read.rows.last == ["~", "~", "~", "~", "~", "~"])
        #expect(read.report.schema.columns.map(\.name) == ["Data", "Ora", "Temp(C)", "n", "column_5", "column_6"])
        #expect(read.report.schema.notes.contains { $0.contains("%d/%m/%Y") })
    }

    @Test func `with dates that do not say their order stays text and says so`() throws {
        let read = try table("d\n01/02/2024\n03/04/2024\n")
        #expect(read.types == ["string"])
        #expect(
            read.report.schema.notes == [
                "column \"d\": text, because its dates do not say whether day or month comes first; set its format"
            ])
        #expect(try table("d\n13/02/2024\n02/13/2024\n").types == ["string"])
        #expect(try table("d\n01/13/2024\n03/04/2024\n").types == ["date"])
    }

    @Test func `tells null, NaN, empty text and infinity apart`() throws {
        let read = try table("x,s,i\n,\"\",1\nNaN,,2\nNA,NA,3\n-inf,\"NA\",4\n 1.5 ,nan,5\n")
        #expect(read.types == ["double", "string", "integer"])
        #expect(read.rows.map { $0[0] } == ["~", "nan", "~", "-inf", "1.5"])
        #expect(read.rows.map { $0[1] } == ["", "~", "~", "NA", "~"])
    }

    @Test func `has 0 where there is no value, whatever was there in the batch before`() throws {
        let text =
            "x,n,s\n" + String(repeating: "2.5,7,a\n", count: 20) + String(repeating: ",,b\n1.5,no,b\n", count: 20)
        let columns = [ColumnSchema(name: "x", type: .double), ColumnSchema(name: "n", type: .integer)]
        let options = ReadOptions(schema: TableSchema(columns: columns), blockBytes: 40)
        let reading = try TableReader(DataFile(bytes: Array(text.utf8), name: "a.csv"), options: options)
            .read(workers: 1, initial: { _ in [Double]() }) { sums, batch in
                for row in 0..<batch.rowCount where batch.columns[0].state(row) == .null {
                    sums.append(batch.columns[0].doubles[row])
                }
                for row in 0..<batch.rowCount where batch.columns[1].state(row) != .value {
                    sums.append(batch.columns[1].doubles[row] + Double(batch.columns[1].integers[row]))
                }
            }
        #expect(reading.states == [[Double](repeating: 0, count: 60)])
    }

    @Test func `with ragged rows is read and counted`() throws {
        let read = try table("a,b\n1,2\n3\n4,5,6\n7,8,\n\n9,10\n")
        #expect(read.rows == [["1", "2"], ["3", "~"], ["4", "5"], ["7", "8"], ["9", "10"]])
        #expect(read.report.shortRows.count == 1)
        #expect(read.report.shortRows.examples.map(\.row) == [1])
        #expect(read.report.longRows.count == 1)
        #expect(read.report.longRows.examples.map(\.text) == ["4,5,6"])
    }

    @Test func `gives names to columns that have none of their own`() throws {
        let read = try table("a,,a,b_2,b,b\n1,2,3,4,5,6\n")
        #expect(read.report.schema.columns.map(\.name) == ["a", "column_2", "a_2", "b_2", "b", "b_3"])
        #expect(read.report.schema.notes.count == 3)
        let bare = try table("1,x\n2,y\n", options: ReadOptions(csv: CSVOptions(hasHeader: false)))
        #expect(bare.rows == [["1", "x"], ["2", "y"]])
        #expect(bare.report.schema.columns.map(\.name) == ["column_1", "column_2"])
    }

    @Test func `of given types counts what does not fit and shows where`() throws {
        let schema = TableSchema(columns: [
            ColumnSchema(name: "n", type: .integer), ColumnSchema(name: "p", type: .decimal(precision: 8, scale: 2)),
            ColumnSchema(
                name: "t", type: .timestamp(zoned: true), timestampFormat: .epoch(microsecondsPerUnit: 1_000_000)),
        ])
        let read = try table(
            "n,p,t\n1,1.5,0\nx,2.505,1.5\n2.0,-3,soon\n", options: ReadOptions(schema: schema))
        #expect(read.rows == [["1", "150", "0"], ["!", "!", "1500000"], ["!", "-300", "!"]])
        #expect(read.report.invalid.map(\.count) == [2, 1, 1])
        #expect(read.report.invalid[0].examples.map(\.text) == ["x", "2.0"])
        #expect(read.report.invalid[2].examples.map(\.row) == [2])
        #expect(read.report.passes == 1)
    }

    @Test func `is read again when a late cell does not fit`() throws {
        let rows = (0..<200_000).map { "\($0),\($0 % 7)" }
        let widened = try table((["a,b"] + rows + ["0.5,x"]).joined(separator: "\n"))
        #expect(widened.types == ["double", "string"])
        #expect(widened.report.passes == 2)
        #expect(widened.rows.count == 200_001)
        #expect(widened.rows.last == ["0.5", "x"])
        #expect(widened.report.schema.notes == ["column \"b\": text because of row 200001, \"x\""])
        let late = try table((["a,b"] + (0..<200_000).map { _ in ",1" } + ["2024-01-01,2"]).joined(separator: "\n"))
        #expect(late.types == ["date", "integer"])
    }

    @Test func `with other encodings is refused with the byte's place`() throws {
        #expect(
            throws: DataError(
                .encoding("byte 0xFC looks like Latin-1 or Windows-1252; convert it with iconv"), at: DataPlace(byte: 5)
            )
        ) {
            try table(Array("n\na\nM".utf8) + [0xFC] + Array("ller\n".utf8), name: "a.csv")
        }
        let marked: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x0A, 0]
        #expect(throws: DataError(.encoding("UTF-16, little end first"), at: DataPlace(byte: 0))) {
            try table(marked, name: "a.csv")
        }
        #expect(throws: DataError(.encoding("it looks like UTF-16, little end first"), at: DataPlace(byte: 0))) {
            try table(Array(marked.dropFirst(2)) + [0x31, 0], name: "a.csv")
        }
    }

    @Test func `that are no text say what they are`() throws {
        // gzip of gzip of "a\n1\n".
        let twice: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 4, 3, 1, 24, 0, 231, 255, 31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 228, 50, 228, 2,
            0, 0, 36, 193, 137, 4, 0, 0, 0, 223, 251, 145, 180, 24, 0, 0, 0,
        ]
        let words = "gzip packed it more than once; unpack it"
        #expect(throws: DataError(.encoding(words), at: DataPlace(byte: 0))) { try table(twice, name: "a.csv.gz") }
        let zip = "a zip archive, as files of spreadsheets are; write it as CSV"
        #expect(throws: DataError(.encoding(zip), at: DataPlace(byte: 0))) {
            try table(Array("PK\u{3}\u{4}".utf8) + [20, 0, 6, 0], name: "a.csv")
        }
    }

    @Test func `of one JSON document are no CSV`() throws {
        #expect(throws: DataError(.unknownFormat)) { try table("[\n  {\"a\": 1}\n]\n", name: "a.json") }
        #expect(try table("[a],b\n1,2\n", name: "a.txt").rows.count == 1)
    }

    @Test(arguments: ["", "\n", "a,b", "a,b\n", "\u{FEFF}"])
    func `with no rows is an empty table`(text: String) throws {
        #expect(try table(text).rows.isEmpty)
    }

    @Test func `in packed form is told by its content`() throws {
        let file = DataFile(bytes: Array("a\n1\n".utf8), name: "a.csv.gz")
        #expect(try TableReader(file).report.compression == .none)
    }
}
