import MLOpsSchedule
import Testing

/// Compares zones and slots with Python's zoneinfo: sampled zones by default, all of them with MLOPS_FULL=1.
@Suite(.enabled(if: ZoneOracle.isAvailable, "install python3 and tzdata"))
struct `Time zones as Python knows them` {
    /// Both hemispheres, quarter hours, negative daylight saving, Ramadan, changes at midnight and by two hours.
    private static let sample = [
        "Europe/Berlin", "Europe/Dublin", "America/Havana", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza",
        "Pacific/Chatham", "Antarctica/Troll", "Etc/GMT+12",
    ]

    private static let zones = TestTier.isFull ? SystemZones.names() : sample

    private static func digest(_ numbers: some Sequence<Int64>) -> UInt64 {
        let modulus: UInt64 = 1 << 61 - 1
        return numbers.reduce(0) { value, number in
            let product = value.multipliedFullWidth(by: 1_000_003)
            let remainder = modulus.dividingFullWidth(product).remainder
            return (remainder + UInt64(Int64(modulus) + number) % modulus) % modulus
        }
    }

    @Test func `every installed zone can be read, and keeps time`() throws {
        let names = SystemZones.names()
        #expect(names.count > 400)
        let start = try Instant(rfc3339: "2026-03-28T00:00:00Z")
        let unreadable = try names.filter { name in
            let daily = try CalendarExpression.parse("02:30", in: SystemZones.zone(name))
            let count = daily.slots(after: start, through: start + .seconds(1000 * 86_400))?.count ?? 0
            // A change of the clocks near an end of the span can bring one slot in or take one out.
            return !(999...1001).contains(count)
        }
        #expect(unreadable.isEmpty)
    }

    @Test func `D6 the offset at any instant from 1900 to 2300 is the same`() throws {
        let centuries = (0..<2900).map { (index: Int64) in -2_208_988_800 + 4_359_601 * index }
        let years = (0..<8760).map { (index: Int64) in 1_735_689_600 + 10_800 * index }
        let instants = centuries + years
        let answers = try ZoneOracle.answers(ZoneOracle.offsets, zones: Self.zones)
        #expect(answers.count == Self.zones.count)
        for answer in answers {
            let zone = try SystemZones.zone(String(answer[0]))
            let offsets = instants.map { Int64(zone.offset(at: Instant(seconds: $0)).secondsFromUTC) + 100_000 }
            #expect(String(Self.digest(offsets)) == answer[1], "\(zone.name)")
        }
    }

    @Test func `D6 every reading of three years occurs at the same instants`() throws {
        let answers = try ZoneOracle.answers(ZoneOracle.readings, zones: Self.zones)
        #expect(answers.count == Self.zones.count)
        let start = try Instant(rfc3339: "2025-01-01T00:00:00Z")
        for answer in answers {
            let zone = try SystemZones.zone(String(answer[0]))
            let occurrences = (0..<(1095 * 48)).flatMap { index -> [Int64] in
                switch zone.resolve(CivilDateTime(start + .seconds(Int64(index) * 1800), in: .utc)) {
                case .once(let instant): [instant, instant].map { $0.microseconds / 1_000_000 }
                case .repeated(let first, let last): [first, last].map { $0.microseconds / 1_000_000 }
                case .skipped: [-1, -1]
                }
            }
            #expect(String(Self.digest(occurrences)) == answer[1], "\(zone.name)")
        }
    }

    @Test func `D6 the slots of three years are the same`() throws {
        let expressions = [
            "daily": "*-*-* 02:30", "midnight": "*-*-* 00:00", "weekly": "Mon 03:00", "monthly": "*-*~1 1,23:15,45",
            "hourly": "*:30", "stepped": "0/5:00", "named": "Sun 02:0/20",
        ]
        let start = try Instant(rfc3339: "2025-01-01T00:00:00Z")
        let end = try Instant(rfc3339: "2028-01-01T00:00:00Z")
        let answers = try ZoneOracle.answers(ZoneOracle.slots, zones: Self.zones)
        #expect(answers.count == Self.zones.count * expressions.count)
        for answer in answers {
            let text = try #require(expressions[String(answer[1])])
            let expression = try CalendarExpression.parse("\(text) \(answer[0])")
            var slots: [Int64] = []
            var position = start
            while let next = expression.next(after: position), next <= end {
                slots.append(next.microseconds / 1_000_000)
                position = next
            }
            #expect(slots.count == Int(answer[2]), "\(expression)")
            #expect(String(Self.digest(slots)) == answer[3], "\(expression)")
            #expect(expression.slots(after: start, through: end)?.count == slots.count, "\(expression)")
        }
    }
}
