import Foundation
import MLOpsData
import Testing

@Suite struct `Hostile Parquet files` {
    @Test func `H5 with any byte changed are read or refused, never a crash`() throws {
        for name in ["parquet-000.parquet", "parquet-001.parquet", "parquet-005.parquet", "uuid-and-list.parquet"] {
            let whole = try file(name)
            var random = SplitMix(seed: 5)
            var refused = 0
            for _ in 0..<120 {
                var changed = whole
                for _ in 0...random.next() % 3 {
                    changed[Int(random.next() % UInt64(changed.count))] = UInt8(truncatingIfNeeded: random.next())
                }
                do throws(DataError) { _ = try read(changed) } catch { refused += 1 }
            }
            #expect(refused > 0, "\(name)")
        }
    }

    @Test func `H5 that are cut off anywhere are refused`() throws {
        let whole = try file("parquet-001.parquet")
        for length in stride(from: 0, to: whole.count - 1, by: 7) {
            #expect(throws: DataError.self) { try read(Array(whole[..<length])) }
        }
    }

    @Test func `H5 with a footer that lies about its length are refused`() throws {
        var bytes = try file("parquet-001.parquet")
        bytes.replaceSubrange(bytes.count - 8..<bytes.count - 4, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(throws: DataError(.limit(.metadataBytes, 1 << 24))) { try read(bytes) }
        bytes.replaceSubrange(bytes.count - 8..<bytes.count - 4, with: [0, 0, 1, 0])
        #expect(throws: DataError(.malformed("its footer is longer than the file"))) { try read(bytes) }
    }

    @Test func `that are none, or packed as a whole, say so`() {
        #expect(throws: DataError(.malformed("it is not a Parquet file: it does not begin with PAR1"))) {
            try table("a,b\n1,2\n3,4\n", options: ReadOptions(format: .parquet))
        }
    }

    @Test func `leave out lists and name them`() throws {
        let table = try read(try file("uuid-and-list.parquet"))
        #expect(table.report.schema.columns.map(\.name) == ["id"])
        #expect(table.report.schema.notes == ["column \"tags.list.element\" is left out: it is a list or a map"])
    }

    private func read(_ bytes: [UInt8]) throws(DataError) -> TableDump {
        try TableDump(
            DataFile(bytes: bytes), options: ReadOptions(format: .parquet, limits: DataLimits(rows: 1 << 16)),
            workers: 1)
    }

    private func file(_ name: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.url(forResource: "Peers", withExtension: nil))
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }
}
