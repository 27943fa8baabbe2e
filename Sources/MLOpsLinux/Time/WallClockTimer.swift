import CMLOpsLinux
import Glibc

/// Fires at a wall time, and tells when somebody sets the clock: a slot is a wall time, so it may then be due or not.
package final class WallClockTimer: Sendable {
    package enum Event: Hashable, Sendable {
        case fired
        /// The clock was set.
        ///
        /// Compute what is due anew and call `set` again.
        case clockChanged
    }

    /// For one consumer; what it has not read yet is merged into the newest.
    package let events: AsyncStream<Event>

    private let descriptor: Descriptor
    private let thread: EventThread
    private let registration: UInt64

    package init(on thread: EventThread) throws(LinuxError) {
        let number = timerfd_create(CLOCK_REALTIME, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
        guard number >= 0 else { throw .last("create", "timer") }
        let descriptor = Descriptor(owning: number)
        let (events, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(2))
        registration = try thread.whenReadable(descriptor) {
            if let event = Self.read(descriptor) { continuation.yield(event) }
        }
        self.events = events
        self.thread = thread
        self.descriptor = descriptor
        try set(wallMicroseconds: nil)
    }

    deinit {
        thread.remove(registration)
    }

    /// Arms the timer for a wall time in microseconds since 1970; one that has passed fires at once.
    ///
    /// Nil fires never but still tells when the clock is set.
    package func set(wallMicroseconds: Int64?) throws(LinuxError) {
        // 2200-01-01. The timer must be armed for the kernel to tell that the clock was set; 0 would disarm it.
        let time = min(max(wallMicroseconds ?? .max, 1), 7_258_118_400_000_000)
        guard mlops_wall_timer_set(descriptor.number, time) == 0 else { throw .last("set", "timer") }
    }

    private static func read(_ descriptor: Descriptor) -> Event? {
        var count: UInt64 = 0
        if Glibc.read(descriptor.number, &count, 8) == 8 { return .fired }
        return errno == ECANCELED ? .clockChanged : nil
    }
}
