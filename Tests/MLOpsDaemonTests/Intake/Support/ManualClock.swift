import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Synchronization

/// A clock that begins at the kernel's time, because files carry that, and then passes only when told to.
final class ManualClock: Sendable {
    private let moment: Mutex<Moment>

    init() {
        moment = Mutex(
            Moment(
                wall: Instant(microseconds: BootClock.wallMicroseconds), uptime: BootClock.bootMicroseconds,
                boot: "test"))
    }

    var now: Moment { moment.withLock(\.self) }

    func pass(_ time: Duration) {
        moment.withLock { moment in
            // What is long is long after any file's time, which is the kernel's, however slow the test is.
            if time >= .seconds(60) {
                moment.wall = max(moment.wall, Instant(microseconds: BootClock.wallMicroseconds))
            }
            moment.wall = moment.wall + time
            moment.uptime += time.microseconds
        }
    }
}
