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

    /// The time from `earlier` to this moment, never negative.
    package func elapsed(since earlier: Moment) -> Duration {
        let microseconds =
            boot == earlier.boot
            ? uptime - earlier.uptime : wall.microseconds - earlier.wall.microseconds
        return Duration(microseconds: max(0, microseconds))
    }

    /// The time that is left until `duration` has passed since this mark; zero when it has.
    package func remaining(of duration: Duration, at now: Moment) -> Duration {
        max(.zero, duration - now.elapsed(since: self))
    }
}
