import CMLOpsLinux
import Glibc

/// Facts about a process from `/proc`.
package enum ProcessStatus {
    /// Returns when a process started, in clock ticks since boot; nil when there is no such process.
    package static func startTicks(of pid: Int32) -> UInt64? {
        guard let text = SmallFile.read("/proc/\(pid)/stat"), let end = text.lastIndex(of: UInt8(ascii: ")")) else {
            return nil
        }
        // Fields are counted from the last ')', because the name before it may hold anything (proc_pid_stat(5)).
        let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19 else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }
}
