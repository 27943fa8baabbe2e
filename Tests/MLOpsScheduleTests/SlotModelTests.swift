import MLOpsSchedule
import Testing

/// Compares the slots with a model that knows nothing of periods or windows: it lists every minute of a few days, looks
/// what the clock shows at each, and applies the two policies to the readings.
@Suite struct `Slots around any change of the clocks` {
    private struct Case {
        var text: String
        var matches: (CivilDateTime) -> Bool
        var namesHours = true
        var isFixed = true
    }

    private let cases = [
        Case(text: "02:30") { $0.hour == 2 && $0.minute == 30 },
        Case(text: "00:00") { $0.hour == 0 && $0.minute == 0 },
        Case(text: "23,0,2,3:00,15,45") { [23, 0, 2, 3].contains($0.hour) && [0, 15, 45].contains($0.minute) },
        Case(text: "0..5:30") { $0.hour <= 5 && $0.minute == 30 },
        Case(text: "Wed 2:00") { $0.weekday == .wednesday && $0.hour == 2 && $0.minute == 0 },
        Case(text: "*-*-2 12:00") { $0.day == 2 && $0.hour == 12 && $0.minute == 0 },
        Case(text: "*:30", matches: { $0.minute == 30 }, namesHours: false, isFixed: false),
        Case(text: "*:*", matches: { _ in true }, namesHours: false, isFixed: false),
        Case(text: "0/5:07", matches: { $0.hour % 5 == 0 && $0.minute == 7 }, namesHours: false, isFixed: false),
        Case(
            text: "0/5:07..59/13", matches: { $0.hour % 5 == 0 && $0.minute % 13 == 7 }, namesHours: false,
            isFixed: false),
        Case(text: "2:0/20", matches: { $0.hour == 2 && $0.minute % 20 == 0 }, isFixed: false),
    ]

    @Test(arguments: [-24 * 60, -120, -60, -30, -17, 0, 17, 30, 60, 120, 180, 24 * 60])
    func `follow the policies`(changeInMinutes change: Int) throws {
        // 2026-07-01 was a Wednesday; the change comes at some minute of it or of the day before.
        let base = try Instant(rfc3339: "2026-07-01T00:00:00Z").microseconds / 1_000_000
        for hour in TestTier.isFull ? [-24, -1, 0, 1, 2, 3, 12] : [-1, 2] {
            for offset in TestTier.isFull ? [0, 3600, -3600 * 11, 20_700] : [20_700]
            where abs(offset / 60 + change) < 24 * 60 {
                let zone = try TimeZoneRules(
                    name: "Test/Zone",
                    tzif: TZif(
                        initialOffset: offset,
                        transitions: [(base + Int64(hour * 3600), offset + change * 60)]
                    ).bytes)
                try compare(zone, from: base - 2 * 86_400, minutes: 4 * 1440)
            }
        }
    }

    private func compare(_ zone: TimeZoneRules, from start: Int64, minutes: Int) throws {
        let model = Model(zone, from: start, minutes: minutes)
        for test in cases {
            let readings = model.readings.filter { test.matches($0.civil) }.map(\.minute)
            for (gap, overlap) in [(GapPolicy.shift, OverlapPolicy.first), (.skip, .last), (.shift, .both)] {
                let expression = try CalendarExpression(
                    parsing: test.text, zone: SystemZones.zone, defaultZone: zone, gap: gap, overlap: overlap)
                let expected = model.slots(
                    at: readings, gap: test.namesHours ? gap : .skip, overlap: test.isFixed ? overlap : .both)
                let start = Instant(seconds: start - 1)
                let end = start + .seconds(Int64(minutes) * 60)
                let found = visit(expression, after: start, through: end)
                let span = expression.slots(after: start, through: end)
                #expect(found == expected, "\(test.text) \(gap) \(overlap)")
                #expect(span?.count ?? 0 == expected.count, "\(test.text) \(gap) \(overlap)")
                #expect(span?.first == expected.first && span?.last == expected.last)
            }
        }
    }

    private func visit(_ expression: CalendarExpression, after start: Instant, through end: Instant) -> [Instant] {
        var slots: [Instant] = []
        var position = start
        while let next = expression.next(after: position), next <= end {
            slots.append(next)
            position = next
        }
        return slots
    }
}

extension `Slots around any change of the clocks` {
    private struct Model {
        /// Each minute of the span, and what the clock shows.
        let minutes: [(instant: Instant, shown: Int64)]
        /// The minutes at which each reading is shown, in minutes of the clock.
        let occurrences: [Int64: [Instant]]
        /// Every reading of the span, shown or skipped.
        let readings: [(minute: Int64, civil: CivilDateTime)]
        /// The minutes at which the clock jumps.
        let changes: [(before: Int64, after: Int64, instant: Instant)]

        init(_ zone: TimeZoneRules, from start: Int64, minutes count: Int) {
            minutes = (0..<count).map { index in
                let instant = Instant(seconds: start + Int64(index) * 60)
                let shown = start / 60 + Int64(index) + Int64(zone.offset(at: instant).secondsFromUTC / 60)
                return (instant, shown)
            }
            occurrences = Dictionary(grouping: minutes, by: \.shown).mapValues { $0.map(\.instant) }
            let shown = minutes.map(\.shown)
            readings = ((shown.min() ?? 0)...(shown.max() ?? 0)).map { minute in
                (minute, CivilDateTime(Instant(seconds: minute * 60), in: .utc))
            }
            changes = zip(minutes, minutes.dropFirst()).filter { $1.shown != $0.shown + 1 }
                .map { ($0.shown, $1.shown, $1.instant) }
        }

        func slots(at readings: [Int64], gap: GapPolicy, overlap: OverlapPolicy) -> [Instant] {
            var slots: Set<Instant> = []
            for reading in readings {
                switch (occurrences[reading] ?? [], overlap) {
                case ([], _): if gap == .shift { slots.formUnion(end(ofGapOver: reading)) }
                case (let shown, .first): slots.formUnion(shown.prefix(1))
                case (let shown, .last): slots.formUnion(shown.suffix(1))
                case (let shown, .both): slots.formUnion(shown)
                }
            }
            return slots.sorted()
        }

        private func end(ofGapOver reading: Int64) -> [Instant] {
            changes.filter { $0.before < reading && $0.after > reading }.map(\.instant)
        }
    }
}
