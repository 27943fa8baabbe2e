import MLOpsSchedule

/// When a directory is listed again, and how long it counts as degraded because events were lost.
///
/// Scans are asked for by many causes at once and run one at a time; a scan only clears the degraded state when no
/// event was lost while it ran. Times are microseconds of uptime.
package struct RescanSchedule: Hashable, Sendable {
    /// Lost events, from the first to the scan that made them good; told once, when it is over.
    package struct Episode: Hashable, Sendable {
        package var overflows: Int
        package var scans: Int

        package init(overflows: Int, scans: Int) {
            self.overflows = overflows
            self.scans = scans
        }
    }

    private static let firstDelay = Duration.seconds(1)
    private static let lastDelay = Duration.seconds(60)
    /// A scan asked for while one runs waits a little, so that a storm of causes becomes few scans.
    private static let pause = Duration.milliseconds(100)

    package var interval: Duration
    /// nil: not before the running scan ends.
    package private(set) var dueAt: Int64?
    private var episode: Episode?
    private var isScanning = false
    private var isWantedAgain = false
    private var hasLostEvents = false
    private var delay = Duration.zero

    /// The first scan is due at once.
    package init(interval: Duration, at now: Moment) {
        self.interval = interval
        dueAt = now.uptime
    }

    package var isDegraded: Bool { episode != nil }

    package func isDue(at now: Moment) -> Bool { dueAt.map { $0 <= now.uptime } ?? false }

    /// Asks for a scan at this time or before.
    package mutating func request(by uptime: Int64) {
        if isScanning { isWantedAgain = true } else { dueAt = min(dueAt ?? uptime, uptime) }
    }

    /// Returns whether this begins an episode.
    package mutating func noteLostEvents(at now: Moment) -> Bool {
        let isFirst = episode == nil
        episode = episode ?? Episode(overflows: 0, scans: 0)
        episode?.overflows += 1
        if isScanning {
            hasLostEvents = true
        } else if isFirst {
            dueAt = now.uptime
        }
        return isFirst
    }

    package mutating func begin() {
        isScanning = true
        isWantedAgain = false
        hasLostEvents = false
        dueAt = nil
        episode?.scans += 1
    }

    /// Returns the episode that this scan ended.
    package mutating func end(isComplete: Bool, at now: Moment) -> Episode? {
        isScanning = false
        guard isComplete, !hasLostEvents else {
            delay = min(max(delay * 2, Self.firstDelay), Self.lastDelay)
            dueAt = now.uptime + delay.microseconds
            return nil
        }
        delay = .zero
        dueAt = now.uptime + (isWantedAgain ? Self.pause : interval).microseconds
        defer { episode = nil }
        return episode
    }
}
