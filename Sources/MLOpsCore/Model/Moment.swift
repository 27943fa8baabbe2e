package import MLOpsSchedule

/// The time as the shell read it once for one event: what the wall clock said, and how long this boot has lasted.
///
/// Slots and records use the wall clock. Durations use the boot clock, so that setting the clock neither ends a
/// cooldown nor makes one last for years; across a reboot only the wall clock is left to compare.
package struct Moment: Hashable, Sendable, Codable {
    package var wall: Instant
    /// Microseconds since boot, suspend included (CLOCK_BOOTTIME).
    package var uptime: Int64
    /// The kernel's boot id.
    package var boot: String

    package init(wall: Instant, uptime: Int64, boot: String) {
        self.wall = wall
        self.uptime = uptime
        self.boot = boot
    }

    /// The microseconds from `earlier` to this moment, never negative.
    func microseconds(since earlier: Moment) -> Int64 {
        max(
            0,
            boot == earlier.boot ? uptime - earlier.uptime : wall.microseconds - earlier.wall.microseconds)
    }

    /// The time from `earlier` to this moment, never negative.
    package func elapsed(since earlier: Moment) -> Duration { Duration(microseconds: microseconds(since: earlier)) }

    /// When so many microseconds will have passed since this mark, by the wall clock; `now`, when they have.
    func end(ofMicroseconds length: Int64, at now: Moment) -> Instant {
        Instant(microseconds: now.wall.microseconds + max(0, length - now.microseconds(since: self)))
    }

    /// The time that is left until `duration` has passed since this mark; zero when it has.
    package func remaining(of duration: Duration, at now: Moment) -> Duration {
        max(.zero, duration - now.elapsed(since: self))
    }
}
