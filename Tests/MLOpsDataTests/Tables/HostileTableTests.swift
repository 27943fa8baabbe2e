import MLOpsData
import Testing

@Suite struct `Hostile tables` {
    @Test func `H5 with more columns than there may be are refused`() {
        let names = (0..<20_000).map { "c\($0)" }.joined(separator: ",")
        #expect(throws: DataError(.limit(.columns, 10_000), at: DataPlace(line: 1))) { try table(names + "\n") }
    }

    @Test func `H5 with a cell or a row longer than there may be are refused with the place`() {
        let long = String(repeating: "x", count: 3000)
        let options = ReadOptions(limits: DataLimits(cellBytes: 2000, rowBytes: 5000))
        #expect(throws: DataError(.limit(.cellBytes, 2000), at: DataPlace(byte: 8))) {
            try table("a,b\n1,2,\(long)\n", options: options)
        }
        let small = ReadOptions(limits: DataLimits(rowBytes: 5000), blockBytes: 1000)
        #expect(throws: DataError(.limit(.rowBytes, 5000), at: DataPlace(row: 2))) {
            try table("a,b\n1,2\n\"\(String(repeating: long, count: 4))\"\n", options: small)
        }
    }

    @Test func `H5 with a quote that does not close say in which row it opens`() {
        #expect(throws: DataError(.unterminatedQuote, at: DataPlace(row: 2))) { try table("a\n1\n\"2\n3\n4\n") }
        #expect(throws: DataError(.unterminatedQuote, at: DataPlace(line: 1))) { try table("\"a\n1\n2\n") }
    }

    @Test func `H5 that are packed in one another are no table`() throws {
        #expect(throws: DataError.self) { try table([0x50, 0x4B, 3, 4, 0, 0, 0xFF, 0xFE], name: "a.csv") }
        #expect(throws: DataError(.unknownFormat)) { try table([], name: "a.zip") }
    }

    @Test func `of ten times the size are handed over in batches that are no larger`() throws {
        let few = try footprint(rows: 30_000), many = try footprint(rows: 300_000)
        #expect(many.batch == few.batch)
        // Other tests run beside this one, so that the whole process tells only of what grows without end.
        #expect(many.process < 64 << 20)
    }

    /// The largest batch's bytes, and how much the process grew while the table was read.
    private func footprint(rows: Int) throws -> (batch: Int, process: Int) {
        let line = Array("1.25,2024-01-01,some words,true\n".utf8)
        let bytes = Array("x,t,s,b\n".utf8) + (0..<rows).flatMap { _ in line }
        let before = residentBytes()
        let reading = try TableReader(DataFile(bytes: bytes, name: "a.csv"))
            .read(initial: { _ in (batch: 0, process: 0) }) { most, batch in
                let size = batch.columns.reduce(0) { sum, column in
                    sum + column.states.count + 8 * column.doubles.count + 8 * column.integers.count
                        + column.text.bytes.count + 4 * column.text.offsets.count
                }
                most = (max(most.batch, size), max(most.process, residentBytes() - before))
            }
        #expect(reading.report.rows == Int64(rows))
        return (reading.states.map(\.batch).max() ?? 0, reading.states.map(\.process).max() ?? 0)
    }
}
