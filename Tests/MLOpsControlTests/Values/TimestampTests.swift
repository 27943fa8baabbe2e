import MLOpsControl
import Testing

@Suite struct `Timestamp as RFC 3339` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
            (1_795_402_800_000_000, "2026-11-23T03:00:00.000000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00.000000Z"),
        ] as [(Int64, String)])
    func `is written and read back`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).rfc3339 == text)
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(
        arguments: [
            ("2026-11-23T04:00:00+01:00", 1_795_402_800_000_000),
            ("2026-11-22t22:30:00.5-04:30", 1_795_402_800_500_000),
            ("2026-11-23 03:00:00.123456789z", 1_795_402_800_123_456),
        ] as [(String, Int64)])
    func `reads offsets and fractions`(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-11-23", "2026-11-23T03:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T03:00:60Z", "2026-11-23T03:00:00.Z", "2026-11-23T03:00:00.1234567890Z",
        "2026-11-23T03:00:00Zx", "2026-11-23T03:00:00+24:00", "+026-11-23T03:00:00Z", "2026-11-23T03:00:00+1:00",
        "٢٠٢٦-11-23T03:00:00Z",
    ])
    func `refuses what is not a time`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `every day of 800 years follows the one before`() {
        let start = CivilTime(
            year: 1600, month: 3, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0
        ).microsecondsSinceEpoch
        var seen = Set<CivilTime>()
        for day in 0..<292_194 {
            let microseconds = start + Int64(day) * 86_400_000_000
            let civil = CivilTime(microsecondsSinceEpoch: microseconds)
            seen.insert(civil)
            guard civil.isValid, civil.microsecondsSinceEpoch == microseconds else {
                Issue.record("\(civil) is not the day \(day) after 1600-03-01")
                return
            }
        }
        #expect(seen.count == 292_194)
    }
}
