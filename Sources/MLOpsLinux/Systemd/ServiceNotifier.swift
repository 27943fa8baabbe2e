import CMLOpsLinux
import Glibc

/// Tells the service manager how the daemon does (sd_notify(3)); does nothing when no manager asked for it.
package struct ServiceNotifier: Sendable {
    /// What a child must not inherit: with it, it could speak to the service manager in the daemon's name.
    package static let privateVariables = [
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
        "CREDENTIALS_DIRECTORY",
    ]

    package init() {}

    /// How often the manager expects `watchdog`, nil when it does not.
    ///
    /// Send twice as often.
    package var watchdogInterval: Duration? {
        var micros: UInt64 = 0
        guard sd_watchdog_enabled(0, &micros) > 0 else { return nil }
        return .microseconds(Int64(clamping: micros))
    }

    package func ready(status: String) { send("READY=1\n" + line(status)) }

    package func status(_ status: String) { send(line(status)) }

    /// A reload begins; `ready` ends it.
    package func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        send("RELOADING=1\nMONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)")
    }

    package func stopping() { send("STOPPING=1") }

    package func watchdog() { send("WATCHDOG=1") }

    /// Asks for more time to start, reload or stop, counted from now.
    package func extendTimeout(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)")
    }

    /// Escaped, because a status names what others chose: a newline in it would begin another assignment.
    private func line(_ status: String) -> String {
        "STATUS=" + UntrustedText.escape(status)
    }

    private func send(_ assignments: String) {
        // A manager that went away is not the daemon's problem, and there is nobody else to tell.
        _ = sd_notify(0, assignments)
    }
}
