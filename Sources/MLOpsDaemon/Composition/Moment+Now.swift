package import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

extension Moment {
    /// The time as the kernel tells it.
    package static var now: Moment {
        Moment(
            wall: Instant(microseconds: BootClock.wallMicroseconds), uptime: BootClock.bootMicroseconds,
            boot: BootClock.bootID)
    }
}
