import MLOpsSchedule
import Testing

/// Compares the canonical form and the slots with systemd's, in UTC and where the clocks do not change.
///
/// Where they do, we differ on purpose.
@Suite(.enabled(if: SystemdCalendar.isAvailable, "install systemd"))
struct `Calendar expressions as systemd knows them` {
    private static let base = "2026-01-01 00:00:00 UTC"

    private func compare(_ texts: [String], after base: String, count: Int = 5) throws {
        let start = try Instant(rfc3339: base.replacing(" UTC", with: "Z").replacing(" ", with: "T"))
        let answers = try #require(try SystemdCalendar.answers(texts, after: base, count: count), "systemd refuses one")
        #expect(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            let expression = try CalendarExpression.parse(text)
            let named = expression.zone == .utc && !answer.normalized.hasSuffix(" UTC") ? " UTC" : ""
            #expect(expression.description == answer.normalized + named, "\(text)")
            var slots: [String] = []
            var position = start
            while slots.count < count, let next = expression.next(after: position) {
                let second = Instant(seconds: next.microseconds / 1_000_000)
                slots.append(second.formatted(in: .utc))
                position = next
            }
            #expect(slots == answer.slots, "\(text)")
        }
    }

    @Test func `have the same canonical form and slots`() throws {
        let texts = [
            "Sat,Thu,Mon..Wed,Sat..Sun", "Wed *-1", "Wed, 17:48", "*-*-7 0:0:0", "10-15", "monday *-12-* 17:00",
            "Mon,Fri *-*-3,1,2 *:30:45", "12,14,13,12:20,10,30", "mon,fri *-1/2-1,3 *:30:45", "03-05 08:05:40",
            "minutely",
            "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly", "*:2/3", "9..11,13:00,30",
            "1..3-1..3 1..3:1..3", "00:00:1.125..2.125", "00:00:01/2,02..03", "*:4,30:0..3", "*-*~1", "*-*~05,3",
            "*~03/1,03..05", "*~10..20/3", "*~07/2", "*~28", "*-02~28", "*-02-29", "*-*-31", "2026/2-01-01",
            "*:*:0/7.5",
            "Mon *-*~07/1", "Fri *-*-13", "Tue *-02-29", "2003-03-05", "2199-12-31", "0/23:00",
            "1..23/7:00",
            "*-*-29..31", "Sun *-*-1..7 02:30", "@1893456000", "1,2,3..5,7/2:0/7,3:59,30",
        ]
        // From other times systemd 252 loses a slot at the full minute when the step has a fraction.
        try compare(texts + ["*:*:0/0.42"], after: Self.base)
        try compare(texts, after: "2028-02-28 23:59:59 UTC")
        try compare(texts, after: "2099-12-31 12:34:56 UTC")
    }

    @Test(.enabled(if: SystemZones.areInstalled, "install tzdata"))
    func `have the same slots in a zone away from changes of its clocks`() throws {
        let times = ["02:30", "*:30", "Mon 00:00", "*-*-1 23:59:59", "0/6:00", "*-*~1 03:00"]
        let zones = ["Asia/Tokyo", "Asia/Kathmandu", "America/Phoenix", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"]
        try compare(times.flatMap { time in zones.map { "\(time) \($0)" } }, after: Self.base)
        try compare(
            ["02:30 Europe/Berlin", "*:30 Europe/Berlin", "Mon 00:00 America/New_York"],
            after: "2026-05-01 00:00:00 UTC")
    }

    @Test func `made up at random have the same canonical form and slots`() throws {
        var random = RandomExpression(seed: 21)
        let texts = (0..<(TestTier.isFull ? 5000 : 300)).map { _ in random.next() }
        // What never comes is an error here, and "never" there.
        let satisfiable = try texts.filter { text in
            do {
                _ = try CalendarExpression.parse(text)
            } catch ScheduleError.unsatisfiable {
                return false
            }
            return true
        }
        #expect(satisfiable.count > texts.count * 9 / 10)
        try compare(satisfiable, after: Self.base)
    }

    @Test func `are refused by both`() throws {
        let texts = [
            "7", "*", "*-*~5/5", "*~29", "20/4:00", "0/24:00", "*:*/15", "*/2:00", "Fri..Mon", "Mon..", ",Mon",
            "3..2:00",
            "24:00", "*-13-01", "1969-01-01", "2200-01-01", "00:00:5..5.5", "2016~11-22", "Mon Tue", "1:2:3:4",
        ]
        for text in texts { #expect(try !SystemdCalendar.accepts(text), "\(text)") }
        #expect(try SystemdCalendar.accepts("daily"))
    }
}
