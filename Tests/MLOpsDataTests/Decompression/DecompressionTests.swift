import Foundation
import MLOpsData
import Testing

/// The packed files were made by gzip 1.12 and zstd 1.5.4 from `a,b\n1,2\n3,4\n`; see `Packed/make`.
@Suite struct `Packed files` {
    @Test(arguments: ["table.csv.gz", "table.csv.zst", "two-members.csv.gz", "two-frames.csv.zst", "padded.csv.gz"])
    func `are counted like plain ones`(name: String) throws {
        let rows: Int64 = name.hasPrefix("two") ? 5 : 2
        #expect(try rowCount(of: packed(name), name: name) == rows)
    }

    @Test(arguments: ["table.csv.gz", "table.csv.zst"])
    func `that were cut anywhere are refused`(name: String) throws {
        let whole = try packed(name)
        for length in 1..<whole.count {
            #expect(throws: DataError.self) { try rowCount(of: Array(whole[..<length]), name: name) }
        }
        #expect(throws: DataError(.truncated)) { try rowCount(of: Array(whole.dropLast()), name: name) }
    }

    @Test(arguments: ["table.csv.gz", "table.csv.zst"])
    func `with flipped bits never crash the counter`(name: String) throws {
        let whole = try packed(name)
        for index in whole.indices {
            for bit in 0..<8 {
                var flipped = whole
                flipped[index] ^= 1 << UInt8(bit)
                _ = try? rowCount(of: flipped, name: name)  // any answer will do
            }
        }
    }

    @Test(arguments: ["a.csv.gz", "a.csv.zst"])
    func `that are something else are read as what they are, and empty ones are empty`(name: String) throws {
        #expect(try rowCount(of: Array("a,b\n1,2\n".utf8), name: name) == 1)
        #expect(try rowCount(of: packed("table.csv.zst"), name: name) == 2)
        #expect(try rowCount(of: [], name: name) == 0)
    }

    @Test(arguments: ["bomb.csv.gz", "bomb.csv.zst"])
    func `H5 that unpack to a thousand times their size are given up`(name: String) throws {
        let bomb = try packed(name)
        #expect(throws: DataError(.limit(.ratio, 200))) { try rowCount(of: bomb, name: name) }
        #expect(throws: DataError(.limit(.bytes, 1 << 16))) {
            try rowCount(of: bomb, name: name, options: ReadOptions(limits: DataLimits(bytes: 1 << 16)))
        }
    }

    @Test func `Parquet files and unknown ones say so`() {
        #expect(throws: DataError(.unsupported("counting a Parquet file piece by piece"))) {
            try rowCount(of: [1], name: "a.parquet")
        }
        #expect(throws: DataError(.unknownFormat)) { try rowCount(of: [1], name: "a.dat") }
        #expect(throws: Never.self) { try rowCount(of: [1], name: "a.dat", format: .csv) }
    }

    @Test(
        arguments: [
            ("a.csv", DataFormat.csv), ("a.CSV.GZ", .csv), ("a.tsv.zst", .csv), ("a.jsonl", .jsonl),
            ("a.ndjson.gz", .jsonl), ("a.parquet", .parquet), ("a.json", nil), ("csv", nil), ("a.gz", nil), ("", nil),
        ] as [(String, DataFormat?)])
    func `are known by the name's ending`(name: String, format: DataFormat?) {
        #expect(DataFormat(fileName: Array(name.utf8)) == format)
    }

    private func packed(_ name: String) throws -> [UInt8] {
        let file = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Packed"))
        return Array(try Data(contentsOf: file))
    }
}
