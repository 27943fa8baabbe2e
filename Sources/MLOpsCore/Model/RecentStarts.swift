package import MLOpsSchedule

/// The starts of the last 24 hours, for the budget.
///
/// The first `exact` of them are kept one by one. Of more than that, those of one clock hour count until the last of them
/// is a day old: a pipeline that starts every few seconds must not make each of its commits longer, and the budget is
/// never exceeded for that.
package struct RecentStarts: Hashable, Sendable {
    /// Starts that are counted together.
    package struct Group: Hashable, Sendable {
        /// When the last of them was.
        package var last: Instant
        package var count: Int
    }

    static let exact = 32
    private static let day: Duration = .seconds(86_400)
    private static let hourMicroseconds: Int64 = 3_600_000_000

    /// Oldest first.
    package private(set) var groups: [Group] = []
    /// Of all groups, so that a budget that is far off is seen to be without a look at them.
    private var total = 0

    package init() {}

    /// Adds a start and forgets what is more than a day old, and what a clock that was set back says is still to come.
    mutating func note(_ now: Instant) {
        forget(at: now)
        total += 1
        if groups.count >= Self.exact, let last = groups.last, Self.hour(of: last.last) == Self.hour(of: now) {
            groups[groups.count - 1] = Group(last: now, count: last.count + 1)
        } else {
            groups.append(Group(last: now, count: 1))
        }
    }

    private mutating func forget(at now: Instant) {
        while let last = groups.last, last.last > now {
            total -= last.count
            groups.removeLast()
        }
        let dayBefore = now - Self.day
        guard let first = groups.first, first.last <= dayBefore else { return }
        let kept = groups.firstIndex { $0.last > dayBefore } ?? groups.count
        total -= groups[..<kept].reduce(0) { $0 + $1.count }
        groups.removeFirst(kept)
    }

    private static func hour(of instant: Instant) -> Int64 {
        let (quotient, rest) = instant.microseconds.quotientAndRemainder(dividingBy: hourMicroseconds)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// How many there were in the 24 hours before `now`.
    package func count(at now: Instant) -> Int {
        groups.reduce(0) { Self.isCurrent($1, at: now) ? $0 + $1.count : $0 }
    }

    /// How long until fewer than `limit` are left of the last 24 hours; zero where it is so already.
    func wait(until limit: Int, at now: Instant) -> Duration {
        guard total >= limit else { return .zero }
        var excess = count(at: now) - limit
        for group in groups where excess >= 0 && Self.isCurrent(group, at: now) {
            excess -= group.count
            if excess < 0 { return group.last + Self.day - now }
        }
        return .zero
    }

    /// Starts in the future are of a clock that has been set back since; they would hold for as long as it was ahead.
    private static func isCurrent(_ group: Group, at now: Instant) -> Bool {
        group.last > now - day && group.last <= now
    }
}

/// A list of times, oldest first; starts that are counted together are a list of the last one's time and their number.
extension RecentStarts: Codable {
    package init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        while !list.isAtEnd {
            // What is no time is the list of a time and a number, or told by that.
            if let last = try? list.decode(Instant.self) {
                groups.append(Group(last: last, count: 1))
            } else {
                var group = try list.nestedUnkeyedContainer()
                groups.append(Group(last: try group.decode(Instant.self), count: try group.decode(Int.self)))
            }
            total += groups[groups.count - 1].count
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for group in groups {
            guard group.count > 1 else {
                try list.encode(group.last)
                continue
            }
            var pair = list.nestedUnkeyedContainer()
            try pair.encode(group.last)
            try pair.encode(group.count)
        }
    }
}
