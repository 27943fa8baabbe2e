import FoundationEssentials
import Glibc
import MLOpsControl

/// What can be said of the host without the daemon.
enum HostChecks {
    static var all: [DoctorCheck] {
        [inotifyWatches, inotifyInstances, inotifyQueue, timeZones].compactMap { $0 }
    }

    private static var inotifyWatches: DoctorCheck? {
        limit("max_user_watches", name: "inotify-watches", enough: 65_536, unit: "directories can be watched")
    }

    private static var inotifyInstances: DoctorCheck? {
        limit("max_user_instances", name: "inotify-instances", enough: 64, unit: "inotify instances")
    }

    /// Overflow costs a scan, not data; a small queue only makes it frequent.
    private static var inotifyQueue: DoctorCheck? {
        limit("max_queued_events", name: "inotify-queue", enough: 16_384, unit: "events can wait")
    }

    private static func limit(_ file: String, name: String, enough: Int, unit: String) -> DoctorCheck? {
        guard let value = number(in: "/proc/sys/fs/inotify/\(file)") else {
            return DoctorCheck(
                name: name, status: .warning, detail: "cannot read /proc/sys/fs/inotify/\(file)",
                fix: "directories are polled where inotify is missing")
        }
        let detail = "\(value) \(unit) for each user"
        guard value < enough else { return DoctorCheck(name: name, status: .ok, detail: detail) }
        return DoctorCheck(
            name: name, status: .warning, detail: detail,
            fix: "echo fs.inotify.\(file)=\(enough) > /etc/sysctl.d/50-mlopsd.conf && sysctl --system")
    }

    private static var timeZones: DoctorCheck {
        let path = "/usr/share/zoneinfo/Europe/Berlin"
        guard access(path, R_OK) != 0 else {
            return DoctorCheck(name: "time-zones", status: .ok, detail: "the time zone database is installed")
        }
        return DoctorCheck(
            name: "time-zones", status: .warning, detail: "there is no time zone database, only UTC can be used",
            fix: "apt install tzdata")
    }

    private static func number(in file: String) -> Int? {
        let content = try? String(contentsOf: URL(filePath: file), encoding: .utf8)  // Then it is unknown.
        return content.flatMap { Int($0.prefix { $0.isNumber }) }
    }
}
