import CMLOpsLinux
import Glibc

/// The clocks of the kernel and what tells this boot and this machine from others.
package enum BootClock {
    /// Wall time in microseconds since 1970 (CLOCK_REALTIME); it may jump.
    package static var wallMicroseconds: Int64 { now(CLOCK_REALTIME) }

    /// Microseconds since boot, time asleep included (CLOCK_BOOTTIME); it never jumps.
    package static var bootMicroseconds: Int64 { now(CLOCK_BOOTTIME) }

    /// A new value at every boot; empty when `/proc` is not mounted.
    package static let bootID = SmallFile.text("/proc/sys/kernel/random/boot_id") ?? ""

    /// The machine's identity (machine-id(5)), nil when it has none.
    ///
    /// Confidential: derive from it, never show it.
    package static let machineID: String? = {
        guard let text = SmallFile.text("/etc/machine-id"), text.count == 32 else { return nil }
        return text
    }()

    private static func now(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
