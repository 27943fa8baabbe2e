/// When a scheduled trigger has its slots: a calendar expression of systemd, five fields of cron, or a fixed cadence.
///
/// ```
/// Mon *-*-* 03:00 Europe/Berlin
/// 0 3 * * 1 Europe/Berlin
/// every 6h from 2026-01-01 00:00 Europe/Berlin
/// ```
///
/// Slots ascend strictly in UTC. Around a change of the clocks they follow one of two rules. Expressions that fix hour
/// and minute name times of the day: a time in a gap follows the ``GapPolicy``, a repeated one the ``OverlapPolicy``.
/// Expressions with a wildcard or a step there are a cadence: they run on through the repeated hour and lose what the
/// gap skips, but when the hours are named (`02:0/15`) the gap policy keeps a slot. `every` counts real time.
package struct CalendarExpression: Hashable, Sendable {
    enum Rule: Hashable {
        case pattern(CalendarPattern, PatternMatcher)
        case cadence(Cadence)
    }

    let rule: Rule
    /// The zone whose clocks the expression reads.
    package let zone: TimeZoneRules
    package let gap: GapPolicy
    package let overlap: OverlapPolicy

    init(_ rule: Rule, zone: TimeZoneRules, gap: GapPolicy, overlap: OverlapPolicy) {
        self.rule = rule
        self.zone = zone
        self.gap = gap
        self.overlap = overlap
    }

    /// The last instant any expression can have a slot at is before this one, 2200-01-01 in UTC and a little.
    static let end = Instant(seconds: SlotWindow.horizon.upperBound)
}
