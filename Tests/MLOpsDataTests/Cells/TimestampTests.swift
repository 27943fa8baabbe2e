import MLOpsData
import Testing

@Suite struct `Moments in a text` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2024-02-29 12:34:56.789+01:00", 1_709_206_496_789_000),
        ("1969-12-31T23:59:59.9999999Z", -1), ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ("0001-01-01T00:00Z", -62_135_596_800_000_000), ("2024-01-01T00:00:00-0330", 1_704_079_800_000_000),
    ])
    func `are read as microseconds`(text: String, microseconds: Int64) throws {
        #expect(try read(text, ColumnSchema(name: "t", type: .timestamp(zoned: true))) == "\(microseconds)")
    }

    @Test(arguments: [
        "2023-02-29T00:00Z", "2024-13-01T00:00Z", "2024-01-01T24:00Z", "2024-01-01T00:00", "24-01-01T00:00Z",
        "2024-01-01T00:00+99:00",
    ])
    func `that never were are invalid`(text: String) throws {
        #expect(try read(text, ColumnSchema(name: "t", type: .timestamp(zoned: true))) == "!", "\(text)")
    }

    @Test(arguments: [
        ("%d.%m.%Y %H.%M", "31.01.2011 13.05", "1296479100000000"), ("%d %b %y", "05 Mar 99", "920592000000000"),
        ("%m/%d/%Y %I:%M %p", "12/31/2020 12:00 AM", "1609372800000000"), ("%H.%M.%S", "x", "!"),
    ])
    func `follow a given pattern`(pattern: String, text: String, expected: String) throws {
        let format = try #require(TimestampPattern(pattern))
        let column = ColumnSchema(name: "t", type: .timestamp(zoned: false), timestampFormat: .pattern(format))
        #expect(try read(text, column) == expected)
    }

    @Test func `in a pattern nobody knows are refused`() {
        #expect(TimestampPattern("%Q") == nil)
        #expect(TimestampPattern("%") == nil)
    }

    private func read(_ text: String, _ column: ColumnSchema) throws -> String? {
        try table("t\n\(text)\n", options: ReadOptions(schema: TableSchema(columns: [column]))).rows.first?.first
    }
}
